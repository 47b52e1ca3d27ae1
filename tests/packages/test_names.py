"""Which modules a script imports, and which distributions provide them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from code_it.packages import names, tables

# Import name and the distribution that people mean by it.
COMMON = """
    PIL pillow;  cv2 opencv-python-headless;  sklearn scikit-learn;  skimage scikit-image;
    bs4 beautifulsoup4;  yaml pyyaml;  dateutil python-dateutil;  dotenv python-dotenv;
    fitz pymupdf;  docx python-docx;  pptx python-pptx;  Crypto pycryptodome;
    Cryptodome pycryptodomex;  OpenSSL pyopenssl;  nacl pynacl;  serial pyserial;  usb pyusb;
    jwt pyjwt;  jose python-jose;  MySQLdb mysqlclient;  psycopg2 psycopg2-binary;  attr attrs;
    pkg_resources setuptools;  mpl_toolkits.mplot3d matplotlib;  google.protobuf protobuf;
    google.auth google-auth;  google.oauth2.service_account google-auth;
    google.cloud.storage google-cloud-storage;  google.cloud.bigquery google-cloud-bigquery;
    google.generativeai google-generativeai;  google.genai google-genai;
    googleapiclient.discovery google-api-python-client;  azure.storage.blob azure-storage-blob;
    azure.identity azure-identity;  ruamel.yaml ruamel-yaml;  slugify python-slugify;
    magic python-magic;  frontmatter python-frontmatter;  odf odfpy;  pdfminer.high_level
    pdfminer-six;  barcode python-barcode;  speech_recognition speechrecognition;
    whisper openai-whisper;  telegram python-telegram-bot;  telebot pytelegrambotapi;
    discord discord-py;  github pygithub;  gitlab python-gitlab;  git gitpython;
    nmap python-nmap;  whois python-whois;  dns.resolver dnspython;  socks pysocks;
    socketio python-socketio;  engineio python-engineio;  websocket websocket-client;
    zmq pyzmq;  paho.mqtt.client paho-mqtt;  kafka kafka-python;  ldap python-ldap;
    memcache python-memcached;  cassandra cassandra-driver;  mysql.connector
    mysql-connector-python;  snowflake.connector snowflake-connector-python;
    rest_framework djangorestframework;  corsheaders django-cors-headers;
    django_filters django-filter;  environ django-environ;  allauth django-allauth;
    wx wxpython;  cairo pycairo;  OpenGL pyopengl;  Xlib python-xlib;  shapefile pyshp;
    osgeo gdal;  Bio biopython;  pywt pywavelets;  umap umap-learn;  imblearn imbalanced-learn;
    surprise scikit-surprise;  skopt scikit-optimize;  community python-louvain;
    llama_cpp llama-cpp-python;  faiss faiss-cpu;  talib ta-lib;  binance python-binance;
    newspaper newspaper3k;  googlesearch googlesearch-python;  wikipediaapi wikipedia-api;
    ffmpeg ffmpeg-python;  crontab python-crontab;  cpuinfo py-cpuinfo;  pynvml nvidia-ml-py;
    daemon python-daemon;  progressbar progressbar2;  pythonjsonlogger python-json-logger;
    rapidjson python-rapidjson;  snappy python-snappy;  libarchive libarchive-c;
    clr pythonnet;  jpype jpype1;  factory factory-boy;  decouple python-decouple;
    hydra hydra-core;  multipart python-multipart;  grpc grpcio;  grpc_tools grpcio-tools;
    suds suds-community;  can python-can;  vlc python-vlc;  gnupg python-gnupg;
    argon2 argon2-cffi;  MeCab mecab-python3;  stl numpy-stl;  fpdf fpdf2;  z3 z3-solver;
    markdown_it markdown-it-py;  sass libsass;  Levenshtein levenshtein;  absl absl-py;
    past future;  playhouse peewee;  vtkmodules vtk;  pylab matplotlib;  airflow apache-airflow;
    opentelemetry.trace opentelemetry-api;  opentelemetry.sdk.trace opentelemetry-sdk;
    llama_index llama-index;  llama_index.core llama-index-core;  firebase_admin firebase-admin;
    zope.interface zope-interface;  requests requests;  flask_sqlalchemy flask-sqlalchemy
"""
PAIRS = [tuple(pair.split()) for pair in COMMON.split(";")]
WELL_KNOWN = [
    (line.split()[0], line.split()[1])
    for line in (Path(__file__).parent / "well_known_imports.txt").read_text().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("module", "distribution"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_common_imports_find_their_distribution(module: str, distribution: str) -> None:
    """The table gives what people mean, also for modules inside a package."""
    assert names.distribution_for(module) == distribution


@pytest.mark.parametrize(
    ("module", "distribution"), WELL_KNOWN, ids=[pair[0] for pair in WELL_KNOWN]
)
def test_well_known_imports_find_their_distribution(module: str, distribution: str) -> None:
    """Whether their wheels tell it, or somebody has written it down."""
    assert names.distribution_for(module) == distribution


@pytest.mark.parametrize(
    ("distribution", "imports"),
    [
        pytest.param("beautifulsoup4", ("bs4",), id="another-name"),
        pytest.param("Scikit_Learn", ("sklearn",), id="in-any-form"),
        pytest.param("pillow", ("PIL",), id="not-by-its-old-names"),
        pytest.param("protobuf", ("google.protobuf",), id="member-of-a-family"),
        pytest.param("google-auth", ("google.auth", "google.oauth2"), id="two"),
        pytest.param("opencv-python", ("cv2",), id="not-the-one-we-install"),
        pytest.param("opencv-python-headless", ("cv2",), id="the-one-we-install"),
        pytest.param("djangorestframework", ("rest_framework",), id="by-hand"),
        pytest.param("requests", (), id="same-name"),
        pytest.param("setuptools", (), id="same-name-and-another-by-hand"),
        pytest.param("attrs", (), id="same-name-and-another"),
        pytest.param("pymupdf", (), id="same-name-since-lately"),
        pytest.param("nobody-knows-this", (), id="unknown"),
        pytest.param("-", (), id="no-name"),
    ],
)
def test_what_a_distribution_is_imported_by(distribution: str, imports: tuple[str, ...]) -> None:
    """Only where that differs from its name."""
    assert names.imports_of(distribution) == imports


@pytest.mark.parametrize(
    ("source", "distributions"),
    [
        pytest.param("from databricks import sql", ["databricks-sql-connector"], id="guest"),
        pytest.param(
            "from langgraph import graph, checkpoint",
            ["langgraph", "langgraph-checkpoint"],
            id="owner-and-guest",
        ),
        pytest.param("from google.cloud import kms_v1", ["google-cloud-kms"], id="version"),
        pytest.param("import google.cloud.kms_v1.types", ["google-cloud-kms"], id="deeper"),
        pytest.param("from azure.storage import blob", ["azure-storage-blob"], id="family"),
    ],
)
def test_members_of_other_distributions(source: str, distributions: list[str]) -> None:
    """What is imported from a package may come from elsewhere than the package."""
    found = [names.distribution_for(module) for module in names.find_imports(source)]
    assert found == distributions


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        pytest.param("import os, a.b as c", ("os", "a.b"), id="plain"),
        pytest.param("from a.b import c, d", ("a.b",), id="from"),
        pytest.param("from a import *", ("a",), id="star"),
        pytest.param("from . import a\nfrom .b import c\nfrom ..d import e", (), id="relative"),
        pytest.param("import b\nimport a\nimport b", ("b", "a"), id="once-in-order"),
        pytest.param("def f():\n    import a\nimport b", ("a", "b"), id="inside-a-function"),
        pytest.param(
            "import importlib\nimportlib.import_module('a.b')",
            ("importlib", "a.b"),
            id="import-module",
        ),
        pytest.param("__import__('a')", ("a",), id="dunder-import"),
        pytest.param("__import__(name); import_module(f'{x}')", (), id="not-a-literal"),
        pytest.param("__import__('a b'); __import__(''); __import__(3)", (), id="not-a-name"),
        pytest.param(
            "from google.cloud import storage, bigquery",
            ("google.cloud.storage", "google.cloud.bigquery"),
            id="family",
        ),
        pytest.param(
            "from google.oauth2 import id_token", ("google.oauth2",), id="inside-a-family"
        ),
        pytest.param("from google import genai", ("google.genai",), id="family-head"),
        pytest.param("from ruamel.yaml import YAML", ("ruamel.yaml",), id="name-in-a-member"),
        pytest.param(
            "from mpl_toolkits.mplot3d import Axes3D", ("mpl_toolkits.mplot3d",), id="toolkit"
        ),
        pytest.param("import a\nif (", (), id="does-not-parse"),
        pytest.param("import a\0", (), id="nul"),
        pytest.param("", (), id="empty"),
        pytest.param("# import a\n'import b'", (), id="only-text"),
        pytest.param("(" * 5000, (), id="too-deep"),
    ],
)
def test_imports_are_read_from_the_syntax_tree(source: str, modules: tuple[str, ...]) -> None:
    """Absolute imports, wherever they are, and literal calls that import."""
    assert names.find_imports(source) == modules


@pytest.mark.filterwarnings("error")
def test_a_backslash_that_means_nothing_says_nothing() -> None:
    """The compiler warns of it, and the user would read that without having written it."""
    assert names.find_imports("import re\nre.findall('\\d', 'a1')") == ("re",)


@pytest.mark.parametrize(
    ("source", "optional"),
    [
        pytest.param("try:\n import a\nexcept ImportError:\n a = None", {"a"}, id="guarded"),
        pytest.param(
            "try:\n import a\nexcept (KeyError, ModuleNotFoundError):\n 1", {"a"}, id="tuple"
        ),
        pytest.param("try:\n import a\nexcept:\n 1", {"a"}, id="bare"),
        pytest.param("try:\n import a\nexcept ValueError:\n 1", set(), id="other-error"),
        pytest.param("try:\n 1\nexcept ImportError:\n import a", set(), id="in-the-handler"),
        pytest.param("import a\ntry:\n import a\nexcept ImportError:\n 1", set(), id="also-needed"),
    ],
)
def test_guarded_imports_are_optional(source: str, optional: set[str]) -> None:
    """Optional is what is only ever imported where its absence is caught."""
    assert names.find_optional_imports(source) == optional
    assert optional <= set(names.find_imports(source))


@pytest.mark.parametrize(
    "module",
    "os os.path xml.etree.ElementTree distutils.core imp cgi telnetlib asyncore tomllib "
    "compression.zstd urllib2 cPickle Tkinter winreg _thread".split(),
)
def test_modules_of_any_standard_library_are_never_installed(module: str) -> None:
    """Whatever version had them: on an index those names are strangers'."""
    assert names.is_standard(module)
    assert names.distribution_for(module) is None


@pytest.mark.parametrize(
    "module", ["google", "google.cloud", "azure", "azure.storage", "backports"]
)
def test_the_head_of_a_family_stands_for_no_distribution(module: str) -> None:
    """Although distributions of those names exist."""
    assert names.distribution_for(module) is None


def test_an_unknown_import_is_no_distribution() -> None:
    """A name that nobody knows is not tried in the hope that it exists."""
    assert names.distribution_for("surely_nobody_has_this") is None


def test_modules_of_another_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    """`win32api` is pywin32 on Windows, and nothing elsewhere."""
    monkeypatch.setattr(sys, "platform", "linux")
    assert names.distribution_for("win32api") is None
    assert names.only_on("win32api") == "win32"
    monkeypatch.setattr(sys, "platform", "win32")
    assert names.distribution_for("win32api") == "pywin32"


def test_local_modules(tmp_path: Path) -> None:
    """Files and packages of Python code count; a folder of data of that name does not."""
    (tmp_path / "helper.py").touch()
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "__init__.py").touch()
    (tmp_path / "pandas").mkdir()
    (tmp_path / "pandas" / "data.csv").touch()
    assert names.is_local("helper", tmp_path)
    assert names.is_local("pack.inner", tmp_path)
    assert not names.is_local("pandas", tmp_path)
    assert not names.is_local("missing", tmp_path)


@pytest.mark.parametrize(
    ("source", "extras"),
    [
        pytest.param("import pandas as pd\npd.read_excel('a.xlsx')", {"openpyxl"}, id="read-excel"),
        pytest.param(
            "import pandas as pd\nprint(pd.read_csv('a').to_markdown())",
            {"tabulate"},
            id="markdown",
        ),
        pytest.param("import pandas as pd\npd.read_html(u)", {"lxml"}, id="read-html"),
        pytest.param("import pandas as pd\ndf.to_parquet('a')", {"pyarrow"}, id="parquet"),
        pytest.param("import pandas as pd\npd.read_csv('a')", set(), id="read-csv"),
        pytest.param("db.read_excel('a')", set(), id="no-pandas"),
        pytest.param("import qrcode", {"qrcode[pil]"}, id="qrcode"),
        pytest.param(
            "from barcode.writer import ImageWriter",
            {"python-barcode[images]"},
            id="writer-of-pictures",
        ),
        pytest.param(
            "from bs4 import BeautifulSoup\nBeautifulSoup(t, 'lxml')", {"lxml"}, id="parser"
        ),
        pytest.param(
            "import sqlalchemy\nsqlalchemy.create_engine('postgresql://a/b')",
            {"psycopg2-binary"},
            id="driver",
        ),
        pytest.param("import plotly.express as px", {"pandas", "numpy"}, id="submodule"),
        pytest.param("import plotly.graph_objects as go", set(), id="other-submodule"),
    ],
)
def test_calls_that_need_more_than_their_module(source: str, extras: set[str]) -> None:
    """Optional dependencies of the module are added for the calls that need them."""
    found = names.extra_requirements(source, names.find_imports(source))
    assert {str(requirement) for requirement in found} == extras


def test_the_tables_name_only_widely_known_distributions() -> None:
    """Every row leads to a distribution that the policy lets through, in its normal form."""
    targets = {mapping.distribution for mapping in tables.mappings().values()}
    targets |= {extra.requirement.name for extra in tables.extras()}
    named = targets - {tables.NOTHING, tables.FAMILY}
    assert named <= tables.popular().keys()
    assert all(canonicalize_name(name) == name for name in named)


def test_no_row_is_for_a_standard_module_and_none_comes_twice() -> None:
    """Neither in the table that is made nor in the one that is written."""
    assert not [module for module in tables.mappings() if names.is_standard(module)]
    for name, rows in [
        ("imports.tsv", tables.generated_mappings()),
        ("import_overrides.tsv", tables.mappings_by_hand()),
    ]:
        text = (Path(tables.__file__).parent / "data" / name).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        assert len(lines) == len(rows)


def test_what_is_written_by_hand_is_stronger() -> None:
    """cv2 is in several distributions, and only one works without a screen."""
    assert tables.generated_mappings()["cv2"].distribution == "opencv-python"
    assert tables.mappings()["cv2"].distribution == "opencv-python-headless"


def test_the_list_is_as_long_as_it_says() -> None:
    """Comments are skipped, ranks count from 1, and no name comes twice."""
    popular = tables.popular()
    assert len(popular) == 14_985
    assert popular["boto3"] == 1
    assert all(canonicalize_name(name) == name for name in popular)
