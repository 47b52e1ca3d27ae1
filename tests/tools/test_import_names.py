"""How the table of imports is made from wheels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from code_it.packages import tables
from tests.tools.wheel_server import WheelServer, archive, serve
from tools.claims import Claim, Claims, find_claims, table_rows
from tools.import_names import index_url, load, main, read_all, review, superfluous, table
from tools.wheel_contents import NAMESPACE_BYTES, Contents, read_contents
from tools.wheel_index import NoAnswer, WheelIndex

REAL = NAMESPACE_BYTES + 1
"""Bytes of an `__init__` that is more than a mark."""

# -------------------------------------------------------------------- what a wheel provides ---


def provided(files: Iterable[str]) -> set[str]:
    contents = read_contents("some", "some.whl", dict.fromkeys(files, 0))
    return {*contents.packages, *contents.modules}


@pytest.mark.parametrize(
    ("files", "modules"),
    [
        pytest.param(["six.py", "six-1.dist-info/METADATA"], {"six"}, id="one-file"),
        pytest.param(["PIL/__init__.py"], {"PIL"}, id="package"),
        pytest.param(["a/__init__.py", "a/b.py"], {"a", "a.b"}, id="member"),
        pytest.param(["google/auth/__init__.py"], {"google.auth"}, id="no-init-above"),
        pytest.param(["ruamel/yaml/main.py"], {"ruamel.yaml.main"}, id="no-init-at-all"),
        pytest.param(["_x.cpython-311-x86_64-linux-gnu.so"], set(), id="private"),
        pytest.param(["ujson.cpython-311-x86_64-linux-gnu.so"], {"ujson"}, id="compiled"),
        pytest.param(["rpds/rpds.abi3.so", "rpds/__init__.py"], {"rpds", "rpds.rpds"}, id="abi3"),
        pytest.param(["win32/win32api.pyd"], {"win32.win32api"}, id="pyd"),
        pytest.param(["a/__init__.cpython-311-x86_64-linux-gnu.so"], {"a"}, id="compiled-init"),
        pytest.param(["some-1.data/purelib/bs4/__init__.py"], {"bs4"}, id="purelib"),
        pytest.param(["some-1.data/platlib/zmq/__init__.py"], {"zmq"}, id="platlib"),
        pytest.param(["some-1.data/scripts/tool.py"], set(), id="scripts"),
        pytest.param(["pandas-stubs/__init__.pyi", "a/b.pyi"], set(), id="stubs"),
        pytest.param(["numpy.libs/libx.so", "a-b.py", "1.py"], set(), id="no-names"),
        pytest.param(["a/data/x.json", "a.pth"], set(), id="no-code"),
        pytest.param(["81d243__mypyc.cpython-311.so", "d2__mypyc.so"], set(), id="mypyc"),
    ],
)
def test_modules_follow_from_file_names(files: list[str], modules: set[str]) -> None:
    """As the import system sees files; a folder without `__init__` is none by itself."""
    assert provided(files) == modules


def test_below_a_real_package_only_direct_members_are_kept() -> None:
    """Nobody else has anything to do with what lies deeper."""
    files = {"a/__init__.py": REAL, "a/b/__init__.py": 0, "a/b/c.py": 5, "n/m/l.py": 0}
    contents = read_contents("some", "some.whl", files)
    assert contents.packages == {"a": REAL, "a.b": 0}
    assert contents.modules == ("n.m.l",)


# --------------------------------------------------------------------------- who gets what ---


def holding(distribution: str, *modules: str, **packages: int) -> Contents:
    """Contents with single-file `modules`, and `packages` with the size of their `__init__`."""
    sizes = {name.replace("__", "."): size for name, size in packages.items()}
    return Contents(distribution, f"{distribution}.whl", packages=sizes, modules=modules)


def winners(contents: list[Contents], ranks: Mapping[str, int]) -> dict[str, str]:
    return {claim.module: claim.winner for claim in find_claims(contents, ranks).claims}


@pytest.mark.parametrize(
    ("ranks", "winner"),
    [
        pytest.param({"pyjwt": 50, "jwt": 4000}, "pyjwt", id="far-more-downloaded"),
        pytest.param({"jwt": 100, "pyjwt": 50}, "jwt", id="own-name"),
        pytest.param({"jwt": 300, "some-cloud": 50}, "jwt", id="own-name-and-a-copy"),
        pytest.param({"pyjwt": 400, "some-cloud": 250}, "pyjwt", id="alike-and-a-copy"),
        pytest.param({"first": 10, "second": 20}, "first", id="rank"),
    ],
)
def test_downloads_and_names_decide(ranks: dict[str, int], winner: str) -> None:
    """A name that fits makes up for some downloads, not for many."""
    contents = [holding(each, jwt=REAL) for each in ranks]
    assert winners(contents, ranks) == {"jwt": winner}


def test_what_has_no_wheel_may_still_provide_its_own_name() -> None:
    """It is not pushed aside by somebody's copy, and loses to the usual choice."""
    ranks = {"docopt": 300, "some-cloud": 200, "python-docx": 400, "docx": 2500}
    contents = [
        holding("some-cloud", "docopt"),
        holding("python-docx", docx=REAL),
        Contents("docopt"),
        Contents("docx"),
    ]
    assert winners(contents, ranks) == {"docopt": "docopt", "docx": "python-docx"}


def test_accidents_and_standard_modules_are_nobodys() -> None:
    """Also as members of a family."""
    contents = [
        holding("a-tool", "setup", "utils", "json", "distutils", "gadget", tests=REAL),
        holding("big-a", "big.tests", big__a=REAL),
        holding("big-b", "big.tests", big__b=REAL),
        holding("big-c", big__c=REAL),
    ]
    ranks = {"a-tool": 1, "big-a": 2, "big-b": 3, "big-c": 4}
    expected = {"gadget": "a-tool", "big.a": "big-a", "big.b": "big-b", "big.c": "big-c"}
    assert winners(contents, ranks) == expected


def test_unlisted_distributions_claim_nothing() -> None:
    """Nobody knows how often they are downloaded."""
    assert winners([holding("unheard-of", "thing")], {}) == {}


@pytest.mark.parametrize("mark", [None, 0, 60], ids=["none", "empty", "pkgutil"])
def test_a_folder_that_distributions_share_is_a_family(mark: int | None) -> None:
    """With and without the short `__init__` that each of them brings."""
    shared = {} if mark is None else {"azure": mark}
    contents = [
        holding("azure-core", **shared, azure__core=REAL),
        holding("azure-storage-blob", "azure.storage.blob.client", **shared),
        holding("azure-storage-queue", azure__storage__queue=REAL, **shared),
    ]
    ranks = {each.distribution: rank for rank, each in enumerate(contents, start=1)}
    claims = find_claims(contents, ranks)
    assert claims.families == ("azure", "azure.storage")
    assert {claim.module: claim.winner for claim in claims.claims} == {
        "azure.core": "azure-core",
        "azure.storage.blob": "azure-storage-blob",
        "azure.storage.queue": "azure-storage-queue",
    }


def test_a_folder_of_one_distribution_is_its_module() -> None:
    """With or without an `__init__`."""
    contents = [holding("py-thing", "thing.a", "thing.b")]
    assert winners(contents, {"py-thing": 1}) == {"thing": "py-thing"}


def test_copies_of_a_folder_are_no_family() -> None:
    """They have the same members, so one of them is meant."""
    contents = [
        holding("pycryptodome", Crypto=0, Crypto__Cipher=REAL, Crypto__Hash=REAL),
        holding("pycrypto", Crypto=0, Crypto__Cipher=REAL),
    ]
    claims = find_claims(contents, {"pycryptodome": 1, "pycrypto": 2})
    assert claims == Claims((Claim("Crypto", ("pycryptodome", "pycrypto")),), ())


def test_a_folder_called_like_half_a_distribution_is_a_family() -> None:
    """Also where only one member is known; unless it is a distribution that nobody looked into."""
    contents = [
        holding("zope-event", zope__event=REAL),
        holding("poetry-core", poetry__core=REAL),
        Contents("poetry"),
    ]
    claims = find_claims(contents, {"zope-event": 1, "poetry-core": 2, "poetry": 3})
    assert claims.families == ("zope",)
    assert [claim.module for claim in claims.claims] == ["poetry.core", "zope.event"]


def test_families_are_found_through_folders_that_all_members_have() -> None:
    """`exporter` and `otlp` say nothing; what lies in them does."""
    contents = [
        holding("otlp-http", "exporter.otlp.http.trace"),
        holding("otlp-grpc", exporter__otlp__grpc=0),
    ]
    claims = find_claims(contents, {"otlp-http": 1, "otlp-grpc": 2})
    assert claims.families == ("exporter", "exporter.otlp")
    assert [claim.module for claim in claims.claims] == ["exporter.otlp.grpc", "exporter.otlp.http"]


def test_a_distribution_of_that_name_has_its_folder() -> None:
    """Although there is no `__init__`, and others have added to it."""
    contents = [
        holding("langgraph", langgraph__graph=REAL, langgraph__pregel=REAL),
        holding("langgraph-checkpoint", langgraph__checkpoint=REAL, langgraph__graph=0),
    ]
    expected = {"langgraph": "langgraph", "langgraph.checkpoint": "langgraph-checkpoint"}
    assert winners(contents, {"langgraph": 1, "langgraph-checkpoint": 2}) == expected


def test_an_empty_distribution_stands_for_its_parts() -> None:
    """That is why it is downloaded; one that only points elsewhere is not taken for it."""
    contents = [
        Contents("pyside6", "pyside6.whl"),
        holding("pyside6-essentials", PySide6=REAL),
        Contents("bs4", "bs4.whl"),
        holding("beautifulsoup4", bs4=REAL),
    ]
    ranks = {"beautifulsoup4": 103, "bs4": 889, "pyside6-essentials": 2743, "pyside6": 2810}
    assert winners(contents, ranks) == {"PySide6": "pyside6", "bs4": "beautifulsoup4"}


def test_guests_below_a_real_package_keep_what_is_theirs() -> None:
    """The package itself stays with its owner, and one that has a copy of it is no guest."""
    contents = [
        holding("apache-airflow", airflow=REAL, airflow__models=0),
        holding("apache-airflow-providers-ftp", airflow__providers__ftp=0),
        holding("apache-airflow-providers-ssh", airflow=60, airflow__providers__ssh=0),
        holding("old-airflow", airflow=60, airflow__models=0),
    ]
    ranks = {each.distribution: rank for rank, each in enumerate(contents, start=1)}
    claims = find_claims(contents, ranks)
    assert claims.families == ("airflow.providers",)
    assert {claim.module: claim.claimants for claim in claims.claims} == {
        "airflow": ("apache-airflow", "old-airflow"),
        "airflow.providers.ftp": ("apache-airflow-providers-ftp",),
        "airflow.providers.ssh": ("apache-airflow-providers-ssh",),
    }


def test_rows_are_for_distributions_with_other_names() -> None:
    """Then with all their imports; who has only a module of the same name needs no row."""
    claims = Claims(
        (
            Claim("attr", ("attrs",)),
            Claim("attrs", ("attrs",)),
            Claim("numpy", ("numpy",)),
            Claim("win32api", ("pywin32",)),
            Claim("zope.event", ("zope-event",)),
        ),
        ("zope",),
    )
    assert table_rows(claims, {"pywin32": "win32"}) == [
        ("attr", "attrs"),
        ("attrs", "attrs"),
        ("win32api", "pywin32", "win32"),
        ("zope", "*"),
        ("zope.event", "zope-event"),
    ]


# -------------------------------------------------------------------------------- an index ---

WHEELS = {
    "pillow": {
        "pillow-12.0-cp311-cp311-win_amd64.whl": archive(["WRONG/__init__.py"]),
        "pillow-12.0-cp311-cp311-manylinux_2_28_x86_64.whl": archive(
            {"PIL/__init__.py": REAL, "PIL/Image.py": 300_000, "pillow.libs/x.so": 9}
        ),
        "pillow-11.0-py3-none-any.whl": archive(["OLD/__init__.py"]),
        "pillow-13.0rc1-py3-none-any.whl": archive(["SOON/__init__.py"]),
        "pillow-12.5-py3-none-any.whl": archive(["WITHDRAWN/__init__.py"]),
        "pillow-12.0.tar.gz": b"source",
    },
    "pil-fork": {"pil_fork-1-py3-none-any.whl": archive({"PIL/__init__.py": REAL})},
    "zope-event": {"zope_event-1-py3-none-any.whl": archive(["zope/event/__init__.py"])},
    "zope-interface": {
        "zope_interface-1-cp311-cp311-manylinux2014_x86_64.whl": archive(
            ["zope_interface-1.data/platlib/zope/interface/__init__.py"]
        )
    },
    "pywin32": {"pywin32-311-cp311-cp311-win_amd64.whl": archive(["win32api.pyd", "pythoncom.py"])},
    "only-beta": {"only_beta-0.5b0-py3-none-any.whl": archive(["only_beta.py"])},
    "only-source": {"only_source-1.tar.gz": b"source"},
}
RANKS = {name: rank for rank, name in enumerate([*WHEELS, "gone"], start=1)}


@pytest.fixture
def server() -> Iterator[WheelServer]:
    with serve({name: dict(files) for name, files in WHEELS.items()}) as served:
        served.yanked = frozenset({"pillow-12.5-py3-none-any.whl"})
        yield served


@pytest.fixture
def read(server: WheelServer, tmp_path: Path) -> Callable[..., list[str]]:
    def run(distributions: Iterable[str] = RANKS) -> list[str]:
        index = WheelIndex(server.url, retries=0)
        return read_all(distributions, index, tmp_path / "cache.jsonl", threads=2)

    return run


def test_a_table_is_made_from_an_index(
    read: Callable[..., list[str]], server: WheelServer, tmp_path: Path
) -> None:
    """The newest final wheel that Linux can use counts; only ends of files are fetched."""
    assert read() == []
    contents = load(tmp_path / "cache.jsonl")
    text = table(find_claims(contents, RANKS), contents, date="2026-01-02")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert "Made on 2026-01-02" in " ".join(head)
    assert "an index had of 6 of the" in " ".join(head)
    assert text.splitlines()[len(head) :] == [
        "PIL\tpillow",
        "pythoncom\tpywin32\twin32",
        "win32api\tpywin32\twin32",
        "zope\t*",
        "zope.event\tzope-event",
        "zope.interface\tzope-interface",
    ]
    fetched = [each for each in server.asked if each[0] == "GET" and each[1].endswith(".whl")]
    assert len(fetched) == 6
    assert all(wanted.startswith("bytes=") for _, _, wanted in fetched)
    (of_pillow,) = [wanted for _, name, wanted in fetched if name.startswith("pillow")]
    assert int(of_pillow.partition("=")[2].partition("-")[0]) > 200_000


def test_without_a_wheel_nothing_is_known(read: Callable[..., list[str]], tmp_path: Path) -> None:
    """That is kept too, so that it is not asked again."""
    read(["only-source", "gone"])
    assert load(tmp_path / "cache.jsonl") == [Contents("only-source"), Contents("gone")]


def test_what_was_read_is_not_asked_for_again(
    read: Callable[..., list[str]], server: WheelServer, tmp_path: Path
) -> None:
    """A run that was ended in the middle of a line loses that line only."""
    read(["pillow", "only-source"])
    with (tmp_path / "cache.jsonl").open("a") as file:
        file.write('{"distribution": "pywin')
    server.asked.clear()
    read()
    asked = [name for _, name, _ in server.asked]
    assert "pillow" not in asked
    assert "only-source" not in asked
    assert "pywin32" in asked
    server.asked.clear()
    read()
    assert server.asked == []
    assert {each.distribution for each in load(tmp_path / "cache.jsonl")} == RANKS.keys()


@pytest.mark.parametrize(
    ("where", "status"),
    [("pil-fork", 503), ("pil-fork", 403), ("pil_fork-1-py3-none-any.whl", 403)],
)
def test_what_went_wrong_is_told_and_tried_again(
    where: str, status: int, read: Callable[..., list[str]], server: WheelServer
) -> None:
    """With the status and without the address, which may hold a password."""
    server.fails[where] = status
    assert read() == [f"pil-fork: status {status}"]
    server.fails.clear()
    assert read() == []


def test_a_broken_wheel_is_told(read: Callable[..., list[str]], server: WheelServer) -> None:
    """It does not end the run."""
    server.projects["pil-fork"] = {"pil_fork-1-py3-none-any.whl": b"no zip at all" * 99}
    assert read() == ["pil-fork: BadZipFile"]


def test_an_index_of_another_kind_ends_the_run(
    server: WheelServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a number of failures in a row, not after 15,000."""
    server.content_type = "text/html"
    server.projects = {name: {} for name in tables.popular()}
    argv = ["read", "--index-url", server.url, "--threads", "1", "--limit", "100"]
    assert main([*argv, "--cache", str(tmp_path / "cache.jsonl")]) == 1
    assert "does not speak JSON (PEP 691)" in capsys.readouterr().err
    assert len(server.asked) < 40


def test_nobody_there(tmp_path: Path) -> None:
    """A refused connection is an answer that is missing."""
    index = WheelIndex("http://127.0.0.1:9/simple", retries=0)
    with pytest.raises(NoAnswer, match="requests: ConnectionError"):
        index.contents("requests")


def test_the_commands(
    server: WheelServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`read`, `review` and `write` work from one file."""
    server.projects = {
        name: {f"{name}-1-py3-none-any.whl": archive({"thing/__init__.py": REAL})}
        for name in list(tables.popular())[:2]
    }
    cache, out = tmp_path / "new" / "cache.jsonl", tmp_path / "imports.tsv"
    read = ["read", "--index-url", server.url, "--threads", "1", "--limit", "2"]
    assert main([*read, "--cache", str(cache)]) == 0
    assert main(["review", "--cache", str(cache)]) == 0
    first, second = server.projects
    assert f"thing\t{first} (1), {second} (2)" in capsys.readouterr().out
    assert main(["write", "--cache", str(cache), "--out", str(out), "--date", "today"]) == 0
    assert out.read_text().endswith(f"\nthing\t{first}\n")


def test_review_shows_close_calls_only() -> None:
    """A rival far behind is none."""
    first, second, *_, last = tables.popular()
    claims = Claims((Claim("a", (first, second, last)), Claim("b", (first, last))), ())
    assert list(review(claims)) == [f"a\t{first} (1), {second} (2)"]


def test_review_shows_what_need_not_be_written_by_hand() -> None:
    """Rows that say something else, or more, are none of that."""
    claims = Claims((Claim("cv2", ("opencv-python",)), Claim("magic", ("python-magic",))), ())
    assert list(superfluous(claims, [])) == ["magic\tpython-magic follows from the wheels"]


def test_the_index_is_the_one_that_pip_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a file, or by a variable, which is stronger."""
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = http://127.0.0.1:9/from-file\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    assert index_url() == "http://127.0.0.1:9/from-file"
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/from-variable")
    assert index_url() == "http://127.0.0.1:9/from-variable"
