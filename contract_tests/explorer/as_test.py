"""A story as a pytest file that needs nothing but Python: its people come from a hook's URL."""

import json
from collections.abc import Mapping
from typing import Any

from contract_tests.wire import credentials
from mock_server.contract import Contract

BODY = '''"""{title}.

BASE_URL is what stands before the paths, PROVIDER_STATES the URL that makes people and things.
"""

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request

GIVEN = json.loads({given!r})
STEPS = json.loads({steps!r})
HEADER, FORM = {header!r}, {form!r}


def send(method, url, headers, body=None):
    request = urllib.request.Request(url, method=method, headers=headers, data=body)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def hook(action, params):
    question = {{"action": action, "state": "world", "params": params}}
    headers = {{"Content-Type": "application/json"}}
    url = os.environ["PROVIDER_STATES"]
    status, body = send("POST", url, headers, json.dumps(question).encode())
    assert status in (200, 204), body
    return json.loads(body or "{{}}")


def look_up(names, dotted):
    for size in range(dotted.count(".") + 1, 0, -1):
        parts = dotted.split(".")
        if (value := names.get(".".join(parts[:size]))) is not None:
            for part in parts[size:] or ["id"]:
                value = value[int(part)] if isinstance(value, list) else value[part]
            return value
    raise LookupError(dotted)


def resolved(value, names):
    if isinstance(value, dict):
        return {{key: resolved(each, names) for key, each in value.items()}}
    if isinstance(value, list):
        return [resolved(each, names) for each in value]
    if not isinstance(value, str):
        return value
    name = r"([A-Za-z_][A-Za-z0-9_]*(?:[.][A-Za-z0-9_]+)*)"
    if whole := re.fullmatch(r"[$][{{]?" + name + "[}}]?", value):
        return look_up(names, whole[1])
    each = re.compile(r"[$](?:([$])|[{{]" + name + "[}}]|" + name + ")")
    return each.sub(lambda hit: hit[1] or str(look_up(names, hit[2] or hit[3])), value)


def multipart(form):
    parts = []
    for name, value in form.items():
        file = value if isinstance(value, dict) else None
        extra = f'; filename="{{file["filename"]}}"' if file else ""
        text = file["content"] if file else value if isinstance(value, str) else json.dumps(value)
        kind = f"Content-Type: {{file.get('type', 'text/csv')}}\\r\\n" if file else ""
        told = f'Content-Disposition: form-data; name="{{name}}"{{extra}}\\r\\n{{kind}}'
        parts.append(f"--cut\\r\\n{{told}}\\r\\n{{text}}\\r\\n")
    return ("".join(parts) + "--cut--\\r\\n").encode()


def holds(expected, actual):
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and holds(each, actual[key]) for key, each in expected.items()
        )
    if isinstance(expected, list):
        left = list(actual) if isinstance(actual, list) else [None]
        for each in expected:
            fitting = next((one for one in left if holds(each, one)), left)
            if fitting is left:
                return False
            left.remove(fitting)
        return not left
    return expected == actual and isinstance(expected, bool) == isinstance(actual, bool)


def asked(step, names, tokens):
    method, path = step["call"].split(" ", 1)
    url = os.environ["BASE_URL"] + resolved(path, names)
    if "query" in step:
        pairs = {{key: each if isinstance(each, str) else json.dumps(each)
                 for key, each in resolved(step["query"], names).items()}}
        url += "?" + urllib.parse.urlencode(pairs)
    headers, body = {{"Accept": "application/json"}}, None
    if step["as"] in tokens:
        headers[HEADER] = FORM.format(tokens[step["as"]])
    elif step["as"] == "impostor":
        headers[HEADER] = FORM.format("nobody-has-this-token")
    if "body" in step:
        headers["Content-Type"] = "application/json"
        body = json.dumps(resolved(step["body"], names)).encode()
    if "form" in step:
        headers["Content-Type"] = "multipart/form-data; boundary=cut"
        body = multipart(resolved(step["form"], names))
    return send(method, url, headers, body)


def test_{name}():
    world = hook("setup", GIVEN)
    names = {{}}
    for group in world.values():
        names.update(group if isinstance(group, dict) else {{}})
    tokens = {{name: each["token"] for name, each in world["users"].items()}}
    try:
        for step in STEPS:
            status, body = asked(step, names, tokens)
            expected = step["expect"]
            assert status == expected["status"], (step["as"], step["call"], body)
            if "save" in step:
                names[step["save"]] = json.loads(body)
            if "body" in expected:
                wanted = resolved(expected["body"], names)
                assert holds(wanted, json.loads(body)), (step["as"], step["call"], wanted, body)
    finally:
        hook("teardown", {{"world": world["world"]}})
'''


def as_test(story: Mapping[str, Any], slug: str, vendor: str, contract: Contract) -> str:
    """Write a story as a pytest file."""
    header, form = next(iter(credentials(contract, vendor, "{}").items()))
    return BODY.format(
        title=story["title"],
        given=json.dumps({"vendor": vendor, **story["given"]}),
        steps=json.dumps(story["steps"]),
        header=header,
        form=form,
        name=slug.replace("-", "_"),
    )
