"""Names of libraries that are gone."""

from __future__ import annotations

import io

import pypdf
import pytest

from code_it.checks.fixups.old_names import with_names_of_today

OLD = """\
from PyPDF2 import PdfFileReader, PdfFileWriter
reader = PdfFileReader(first)
writer = PdfFileWriter()
for number in range(reader.getNumPages()):
    page = reader.getPage(number)
    if page.mediaBox.getWidth() > page.mediaBox.getHeight():
        page.rotateClockwise(90)
    writer.addPage(page)
writer.addMetadata({'Title': 'Letters'})
writer.write(second)
"""


def test_a_script_of_that_time_runs() -> None:
    """With the names of today, and the title where it belongs."""
    first, second = io.BytesIO(), io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(300, 200)
    writer.add_blank_page(200, 300)
    writer.write(first)
    exec(compile(with_names_of_today(OLD), "main.py", "exec"), {"first": first, "second": second})
    made = pypdf.PdfReader(second)
    assert [page.rotation for page in made.pages] == [90, 0]
    assert made.metadata is not None
    assert made.metadata.title == "Letters"


@pytest.mark.parametrize(
    "source",
    [
        "from pypdf import PdfReader\nprint(len(PdfReader('a.pdf').pages))\n",
        "import book\nbook.getPage(3)\n",
        "from PyPDF2 import (",
        "Image = {}\nprint(Image.ANTIALIAS)\n",
        "import numpy as np\nprint(np.float64(1), np.int_(2), np.str_('a'), np.bool_(1))\n",
        "import yaml\nyaml.load(file, Loader=yaml.SafeLoader)\n",
    ],
)
def test_others_stay(source: str) -> None:
    assert with_names_of_today(source) == source


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        (
            "from PIL import Image\na.resize((1, 2), Image.ANTIALIAS)\n",
            "from PIL import Image\na.resize((1, 2), Image.LANCZOS)\n",
        ),
        (
            "import numpy as np\nnp.array([1], dtype=np.float)[0] == np.NaN\n",
            "import numpy as np\nnp.array([1], dtype=float)[0] == np.nan\n",
        ),
        (
            "import pandas as pd\nfor a, b in df.iteritems():\n    b.fillna(method='ffill')\n",
            "import pandas as pd\nfor a, b in df.items():\n    b.ffill()\n",
        ),
        (
            "import openpyxl\nbook.get_sheet_by_name('a').max_row, book.get_sheet_names()\n",
            "import openpyxl\nbook['a'].max_row, book.sheetnames\n",
        ),
        (
            "import docx\nfor each in doc.headings:\n    print(each)\n",
            "import docx\nfor each in [_p for _p in doc.paragraphs"
            " if _p.style.name.startswith('Heading')]:\n    print(each)\n",
        ),
        (
            "import yaml\nyaml.load(open('a.yaml'))\nyaml.load(file)\n",
            "import yaml\nyaml.safe_load(open('a.yaml'))\nyaml.safe_load(file)\n",
        ),
        (
            "import time\nstart = time.clock()\n",
            "import time\nstart = time.perf_counter()\n",
        ),
        (
            "import xml.etree.ElementTree as ET\nroot.getiterator('a')\n",
            "import xml.etree.ElementTree as ET\nroot.iter('a')\n",
        ),
        (
            "import pandas as pd\npd.read_csv('a.csv', error_bad_lines=False)\n",
            "import pandas as pd\npd.read_csv('a.csv', on_bad_lines='skip')\n",
        ),
    ],
)
def test_old_names_become_those_of_today(source: str, changed: str) -> None:
    assert with_names_of_today(source) == changed
