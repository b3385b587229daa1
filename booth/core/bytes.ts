// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648, section 4) with what every browser has.

export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The bytes of a text in Base64 with padding; null unless it is their only form. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
  return base64(bytes) === text ? bytes : null;
}
