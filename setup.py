"""Install code_it: `pip install .`."""

from pathlib import Path

from setuptools import find_packages, setup

HERE = Path(__file__).parent


def requirements(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


setup(
    name="code_it",
    version="1.0.0",
    description="Writes, runs and checks a Python script for a task, with a small local model.",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    python_requires=">=3.10",
    packages=find_packages(include=["code_it", "code_it.*"]),
    package_data={"code_it": ["py.typed", "prompts/*.txt", "recipes/*.txt", "packages/data/*"]},
    install_requires=requirements("requirements.txt"),
    extras_require={"langchain": ["langchain>=1.0,<2", "langchain-classic>=1.0,<2"]},
    entry_points={"console_scripts": ["code-it=code_it.cli:main"]},
)
