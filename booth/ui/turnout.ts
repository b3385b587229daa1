// SPDX-License-Identifier: Apache-2.0
// Turnout over time, drawn by the server, brought up to date where it stands: nothing moves, and nothing else is
// loaded anew.

/** A page of this server, read as a document: no text is made HTML here. Nothing if it cannot be had. */
function page(address: string): Promise<Document | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => resolve(request.status === 200 ? (request.responseXML ?? undefined) : undefined);
    request.onerror = () => resolve(undefined);
    request.send();
  });
}

/** Draw it as it is now. What the reader has opened, scrolled or focused stays so. */
export async function refreshTurnout(): Promise<void> {
  const place = document.getElementById("turnout-chart");
  if (place === null) return;
  const made = (await page(place.dataset["source"] ?? ""))?.getElementById("turnout-chart");
  if (made === undefined || made === null) return;
  for (const part of [".turnout", "tbody"]) {
    const [before, after] = [place.querySelector(part), made.querySelector(part)];
    if (before === null || after === null || before.isEqualNode(after)) continue;
    before.replaceChildren(...document.importNode(after, true).childNodes);
  }
}
