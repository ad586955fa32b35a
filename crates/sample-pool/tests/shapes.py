"""Holds each reply that boto3 reads against botocore's model of it.

boto3 forgives what the model does not know and what is missing. Here nothing is forgiven: no unknown member, no
required one missing, no null, no number where text belongs, no time with more than three decimals, no text outside its
enum, pattern or length. What AWS itself does otherwise than its model stands in DEPARTURES, each with its reason.
"""

import base64
import json
import re

DEPARTURES = {
    "CustomDomainConfigType.CertificateArn": "AWS answers an empty object for a prefix domain",
    "DomainType": "a custom domain has dots, as AWS's guide has it",
    "ClientNameType": "the three clients that other tests name have more in their names than AWS allows",
    "ClientSecretType": "the secret says in words that it must not be stored",
    "CustomAttributeNameType": "AWS's own phone_number_verified is longer than the 20 that the model allows",
    "UserImportJobsListType": "the list has bounds of 1 and 50, and pages are asked for with up to 60",
}

# Which of them were met; one that is not has nothing to excuse any more.
departed = set()

# Every service may answer these, whatever the operation's model says.
COMMON = {
    "AccessDeniedException",
    "ExpiredTokenException",
    "InvalidSignatureException",
    "SerializationException",
    "UnknownOperationException",
    "UnrecognizedClientException",
}


class Witness:
    """What was checked, by operation."""

    def __init__(self):
        self.replies = {}
        self.refusals = {}
        self.bodies = {}

    def watch(self, client):
        client.meta.events.register("before-parse", self._before_parse)
        return client

    def _before_parse(self, operation_model, response_dict, **_):
        name = operation_model.name
        kind = response_dict["headers"].get("content-type")
        protocol = operation_model.metadata["protocol"]
        assert kind == {"json": "application/x-amz-json-1.1", "rest-json": "application/json"}[protocol], (name, kind)
        body = json.loads(response_dict["body"])
        if response_dict["status_code"] == 200:
            problems = list(check(operation_model.output_shape, body, name))
            assert not problems, "\n".join(problems)
            self.replies[name] = self.replies.get(name, 0) + 1
            self.bodies[name] = body
        else:
            self._refusal(operation_model, response_dict, body)

    def _refusal(self, operation_model, response_dict, body):
        name, status = operation_model.name, response_dict["status_code"]
        code = response_dict["headers"]["x-amzn-errortype"].split(":")[0]
        shapes = {shape.name: shape for shape in operation_model.error_shapes}
        unmodelled = (name, code) == ("AdminListDevices", "UserNotFoundException")
        assert code in shapes or code in COMMON or unmodelled, f"{name}: {code} is not in the model"
        if operation_model.metadata["protocol"] == "json":
            assert body["__type"] == code and status == 400, (name, body, status)
        else:
            modelled = shapes[code].metadata.get("error", {}).get("httpStatusCode") if code in shapes else None
            assert status == (modelled or 403) and "__type" not in body, (name, code, status)
        assert body.get("message") or body.get("Message") or code == "UnknownOperationException", (name, body)
        self.refusals[name] = self.refusals.get(name, 0) + 1


def check(shape, value, path):
    """Yields what is wrong with a value."""
    kind = shape.type_name
    if kind == "structure":
        yield from check_structure(shape, value, path)
    elif kind == "list":
        if not isinstance(value, list):
            yield f"{path}: {value!r} is no list"
            return
        yield from forgiven(shape.name, check_length(shape, len(value), path))
        for number, item in enumerate(value):
            yield from check(shape.member, item, f"{path}[{number}]")
    elif kind == "map":
        if not isinstance(value, dict):
            yield f"{path}: {value!r} is no map"
            return
        for key, item in value.items():
            yield from check(shape.key, key, f"{path} key {key!r}")
            yield from check(shape.value, item, f"{path}.{key}")
    elif kind == "string":
        if not isinstance(value, str):
            yield f"{path}: {value!r} is no text"
        else:
            yield from forgiven(shape.name, check_length(shape, len(value), path))
            yield from forgiven(shape.name, check_text(shape, value, path))
    elif kind in ("integer", "long"):
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{path}: {value!r} is no whole number"
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield f"{path}: {value!r} is neither true nor false"
    elif kind == "timestamp":
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            yield f"{path}: {value!r} is no number of seconds"
        elif not 946_684_800 < value < 4_102_444_800 or round(value, 3) != value:
            yield f"{path}: {value!r} is no time of this century to the millisecond"
    elif kind == "blob":
        try:
            base64.b64decode(value, validate=True)
        except (TypeError, ValueError):
            yield f"{path}: {value!r} is no base64"
    else:
        yield f"{path}: nobody thought of a {kind}"


def forgiven(what, problems):
    for problem in problems:
        if what in DEPARTURES:
            departed.add(what)
        else:
            yield problem


def check_structure(shape, value, path):
    if getattr(shape, "is_document_type", False):
        return
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is no structure"
        return
    members = {member.serialization.get("name", name): (name, member) for name, member in shape.members.items()}
    for name in value.keys() - members.keys():
        yield f"{path}: the model has no {name}"
    for name in shape.required_members:
        if name not in value:
            yield from forgiven(f"{shape.name}.{name}", [f"{path}: {name} is required"])
    for name, item in value.items():
        if item is None:
            yield f"{path}.{name} is null, not absent"
        elif name in members:
            yield from check(members[name][1], item, f"{path}.{name}")


def check_length(shape, length, path):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and length < least:
        yield f"{path}: {length} is less than {least}"
    if most is not None and length > most:
        yield f"{path}: {length} is more than {most}"


def check_text(shape, value, path):
    choices = getattr(shape, "enum", None)
    if choices and value not in choices:
        yield f"{path}: {value!r} is not one of {choices}"
    pattern = shape.metadata.get("pattern")
    # Python has no classes such as \p{L}.
    if pattern and "\\p{" not in pattern and not re.fullmatch(pattern, value, re.ASCII):
        yield f"{path}: {value!r} does not match {pattern}"
