# SPDX-License-Identifier: Apache-2.0
"""Tables of results of stations."""


def table(rows: int = 200, name: str = "Ada") -> bytes:
    """Stations of an invented election in which nothing is remarkable."""
    lines = [f"Region,Station,Registered,Issued,Cast,Valid,Invalid,{name},Blaise"]
    for i in range(rows):
        cast = 401 + 7 * i % 211
        ada = cast // 2 + 13 * i % 31
        lines.append(f"R{i % 4},{i},{cast + 300 + i % 57},{cast},{cast},{cast - 3},3,{ada},{cast - 3 - ada}")
    return "\n".join(lines).encode()
