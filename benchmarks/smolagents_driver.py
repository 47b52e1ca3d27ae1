"""Runs smolagents' CodeAgent on one task; `benchmarks.arms` starts it in an environment of its own.

    python smolagents_driver.py http://127.0.0.1:PORT/v1 REPORT.json < task.txt

It has every import and `open`, and as many steps as `code_it` has scripts to write.
"""

import json
import sys
from pathlib import Path

from smolagents import CodeAgent, OpenAIServerModel  # type: ignore[import-not-found]

MOST_STEPS = 5


def main() -> None:
    address, report = sys.argv[1:]
    model = OpenAIServerModel(model_id="local", api_base=address, api_key="none", temperature=0.0)
    agent = CodeAgent(
        tools=[],
        model=model,
        additional_authorized_imports=["*"],
        executor_kwargs={"additional_functions": {"open": open}},
        max_steps=MOST_STEPS,
        verbosity_level=0,
    )
    result = agent.run(sys.stdin.read(), return_full_result=True)
    steps = [step for step in result.steps if "code_action" in step]
    told = {
        "claimed": result.state == "success",
        "state": result.state,
        "steps": len(steps),
        "source": "\n\n".join(step["code_action"] or "" for step in steps),
        "stdout": "\n".join(
            [*(step.get("observations") or "" for step in steps), str(result.output)]
        ),
    }
    Path(report).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
