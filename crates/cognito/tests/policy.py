"""Reads IAM policies, each an argument, by cfn-lint. Prints how many; else what it finds, and fails.

A policy that must not pass goes first, so that a linter which says nothing is noticed.
"""

import json
import sys

from cfnlint.api import lint


def faults(policies):
    resources = {
        f"Policy{number}": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": policy}}
        for number, policy in enumerate(policies)
    }
    template = json.dumps({"Resources": resources})
    return [f"{match.rule.id} in {match.path}: {match.message}" for match in lint(template)]


def main():
    policies = [json.loads(text) for text in sys.argv[1:]]
    wrong = json.loads(sys.argv[1])
    wrong["Statement"][0]["Action"] = ["cognito-idp:ReadEverything"]
    if not any(fault.startswith("W3037") for fault in faults([wrong])):
        print("cfn-lint does not notice an action that there is not")
        return 1
    found = faults(policies)
    print(*found or [len(policies)], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
