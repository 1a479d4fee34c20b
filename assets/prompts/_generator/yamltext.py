"""Reads texts out of a YAML file with nothing but the standard library.

`generate --check` runs where no YAML package need be installed. It reads block mappings with plain, quoted, literal (|)
and folded (>) scalars: all that a text needs. Lists and flow collections are passed over, as no text is kept in them.
"""
import re

KEY = re.compile(r"""^(?P<key>"[^"]*"|'[^']*'|[^\s#'"\[\]{}&*!|>%@`-][^#]*?|-[^\s#][^#]*?)\s*:(?:\s+(?P<value>.*))?$""")


class TextError(Exception):
    """A file that does not say what it should; the message opens with file:line."""


def unquote(value, where):
    """The text of a flow scalar, its comment removed."""
    value = value.strip()
    if value.startswith("'"):
        end = re.match(r"'((?:[^']|'')*)'\s*(?:#.*)?$", value)
        if not end:
            raise TextError(f"{where}: a text in single quotes must end on its line")
        return end.group(1).replace("''", "'")
    if value.startswith('"'):
        end = re.match(r'"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$', value)
        if not end:
            raise TextError(f"{where}: a text in double quotes must end on its line")
        return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m.group(1), m.group(1)), end.group(1))
    return re.sub(r"(^|\s)#.*$", "", value).strip()


def block_text(lines, start, indent, style):
    """The literal or folded text after line `start`, and the index of the first line that is not part of it."""
    index, taken = start, []
    while index < len(lines):
        line = lines[index]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        taken.append(line.strip())
        index += 1
    joiner = "\n" if style.startswith("|") else " "
    return joiner.join(part for part in taken if part), index


def read(path):
    """The file's mappings as nested dictionaries of texts; a key given twice is an error, as it is in YAML."""
    lines = path.read_text(encoding="utf-8").split("\n")
    root = {}
    open_maps = [(-1, root)]
    index = 0
    while index < len(lines):
        line, where = lines[index], f"{path}:{index + 1}"
        index += 1
        stripped = line.strip()
        if not stripped or stripped.startswith("#") or stripped in ("---", "..."):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise TextError(f"{where}: tabs may not indent YAML")
        if stripped.startswith("- ") or stripped == "-":
            # An item of a list: it and what hangs below it hold no text of ours.
            while index < len(lines) and (
                not lines[index].strip() or len(lines[index]) - len(lines[index].lstrip(" ")) > indent
            ):
                index += 1
            continue
        match = KEY.match(stripped)
        if not match:
            continue
        while open_maps[-1][0] >= indent:
            open_maps.pop()
        parent = open_maps[-1][1]
        key, value = unquote(match.group("key"), where), (match.group("value") or "").strip()
        if key in parent:
            raise TextError(f"{where}: the key '{key}' is given twice")
        if value and value[0] in "|>":
            parent[key], index = block_text(lines, index, indent, value)
        elif value and value[0] not in "#&":
            parent[key] = unquote(value, where)
        else:
            parent[key] = {}
            open_maps.append((indent, parent[key]))
    return root


def find(tree, *path):
    """The value at a path of keys, or None."""
    for key in path:
        if not isinstance(tree, dict) or key not in tree:
            return None
        tree = tree[key]
    return tree
