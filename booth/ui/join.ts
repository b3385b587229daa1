// SPDX-License-Identifier: Apache-2.0
// An invitation: its token stands behind the #, which browsers do not send; it is taken out of the address at once.

import { call } from "./api.ts";
import { report } from "./dom.ts";

const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
try {
  if (token.startsWith("administrator-")) {
    const { election } = await call<{ election: string }>("POST", "/api/administrators", { token });
    location.replace(`/elections/${election}/manage`);
  } else {
    const { election, role } = await call<{ election: string; role: string }>("POST", "/api/invitations", { token });
    location.replace(`/elections/${election}/${role}`);
  }
} catch (error) {
  report(error);
}
