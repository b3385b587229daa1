// SPDX-License-Identifier: Apache-2.0
// Checks of threshold trustees (sections "Certificates", "Polynomials", "Threshold parameters").

import { certsSig } from "./challenges.ts";
import { require } from "./errors.ts";
import { type Element, type Group, product } from "./groups/index.ts";
import { decode, encode } from "./json.ts";
import { CertKeys, Certs, type Proof, RawCoefexps, type SignedMsg, type ThresholdParameters } from "./messages.ts";
import { checkPublicKey, isSigned } from "./trustee_keys.ts";

const MOST_TRUSTEES = 1000;

/** What a ceremony is about. */
export interface Terms {
  readonly group: Group;
  readonly size: number;
  readonly threshold: number;
}

/** What a certificate says, its keys read. */
export interface Certificate {
  readonly keys: CertKeys;
  readonly verification: Element;
  readonly encryption: Element;
}

/** Throws "ceremony" for an impossible threshold. */
export function checkTerms({ size, threshold }: Terms): void {
  const possible = [size, threshold].every(Number.isSafeInteger) && 1 <= threshold && threshold <= size;
  require(possible &&
    size <= MOST_TRUSTEES, "ceremony", `the threshold ${threshold} of ${size} is not possible`, "trustees.shape");
}

/** A certificate is signed by its own key and made for this place; indexes count from 1. Throws "ceremony" and more. */
export function checkCertificate(terms: Terms, cert: SignedMsg, index: number): Certificate {
  const { group } = terms;
  const where = `certificate ${index}`;
  const keys = decode(cert.message, CertKeys, where);
  const [verification, encryption] = [group.element(keys.verification), group.element(keys.encryption)];
  const usable = ![verification, encryption].some((key) => key.equals(group.identity));
  require(usable, "ceremony", `${where}: a key is the identity`, "trustees.certificate");
  const said = keys.context;
  require(said !== undefined, "ceremony", `${where} does not say for which place it is`, "trustees.shape");
  const fits =
    said.group === group.name && said.size === terms.size && said.threshold === terms.threshold && said.index === index;
  const why = `${where} is for another group, number of trustees, threshold or place`;
  require(fits, "ceremony", why, "trustees.context");
  const signed = isSigned(group, verification, cert.message, cert.signature, where);
  require(signed, "ceremony", `${where} is not signed by its own key`, "trustees.certificate");
  return { keys, verification, encryption };
}

/** All certificates, each for its place, of different trustees. Throws "ceremony" and more. */
export function checkCertificates(terms: Terms, certs: readonly SignedMsg[]): Certificate[] {
  checkTerms(terms);
  require(certs.length ===
    terms.size, "ceremony", `${certs.length} certificates of ${terms.size} are there`, "trustees.shape");
  const own = certs.map((cert, i) => checkCertificate(terms, cert, i + 1));
  const distinct = new Set(own.map(({ keys }) => keys.verification)).size === own.length;
  require(distinct, "ceremony", "two certificates have the same verification key", "trustees.certificate");
  return own;
}

/** What a trustee publishes of her polynomial. */
export interface Published {
  readonly coefexps: SignedMsg;
  readonly signature: Proof | undefined;
}

/** The exponentiated coefficients of one trustee, signed over these certificates. Throws "ceremony" and more. */
export function checkCoefexps(
  terms: Terms,
  certs: readonly SignedMsg[],
  { verification }: Certificate,
  { coefexps, signature }: Published,
  index: number,
): Element[] {
  const where = `polynomial ${index}`;
  const texts = decode(coefexps.message, RawCoefexps, where).coefexps;
  const complete = texts.length === terms.threshold;
  require(complete, "ceremony", `${where} has too many or too few coefficients`, "trustees.shape");
  const signed = isSigned(terms.group, verification, coefexps.message, coefexps.signature, where);
  const why = `${where}: the coefficients are not signed by their trustee`;
  require(signed, "ceremony", why, "trustees.coefexps");
  require(signature !== undefined, "ceremony", `${where} is not signed`, "trustees.shape");
  const statement = certsSig(encode({ certs: [...certs], coefexps: texts }, Certs));
  const agreed = isSigned(terms.group, verification, statement, signature, where);
  require(agreed, "ceremony", `${where} was made for other certificates than these`, "trustees.signatures");
  return texts.map((text) => terms.group.element(text));
}

/** g to the value at `index` of a polynomial: the product of A_k to the index^k. */
export function shareKey(group: Group, coefexps: readonly Element[], index: number): Element {
  let power = 1n;
  return product(
    group,
    coefexps.map((element) => {
      const row = [element, power] as const;
      power = (power * BigInt(index)) % group.q;
      return row;
    }),
  );
}

/** The exponentiated coefficients of the sum of all polynomials. */
export function jointCoefexps(group: Group, matrix: readonly (readonly Element[])[]): Element[] {
  const [first = []] = matrix;
  return first.map((_, k) => matrix.reduce((own, row) => own.times(row[k] ?? group.identity), group.identity));
}

/**
 * Threshold parameters as release 3.0 and later write them, every signature there; gives the public keys of the
 * trustees and their part of the election's key. Throws "ceremony", "trustees" and more.
 */
export function checkThresholdParameters(
  group: Group,
  parameters: ThresholdParameters,
): { keys: Element[]; joint: Element } {
  const { certs, coefexps, signatures = [], verification_keys: keys, threshold } = parameters;
  const size = certs.length;
  const terms = { group, size, threshold };
  const fits = [coefexps, signatures, keys].every((own) => own.length === size);
  require(fits, "trustees", "the lists of the threshold parameters are not of one length", "trustees.shape");
  const certificates = checkCertificates(terms, certs);
  const matrix = certificates.map((own, i) => {
    const published = { coefexps: coefexps[i] as SignedMsg, signature: signatures[i] };
    return checkCoefexps(terms, certs, own, published, i + 1);
  });
  const joint = jointCoefexps(group, matrix);
  const cancel = (k: number) => joint.at(k)?.equals(group.identity) !== false;
  require(!cancel(-1), "trustees", `fewer than ${threshold} trustees can decrypt`, "trustees.shape");
  require(!cancel(0), "trustees", "the keys of the group cancel out", "trustees.public-key");
  const elements = keys.map((key, i) => {
    const where = `trustee ${i + 1}`;
    const element = checkPublicKey(group, key, where);
    const follows = element.equals(shareKey(group, joint, i + 1));
    const other = `${where}: the public key is not the one that the polynomials give`;
    require(follows, "trustees", other, "trustees.verification-key");
    const missing = `${where}: the public key has no signature`;
    require(key.signature !== undefined, "trustees", missing, "trustees.shape");
    const { verification } = certificates[i] as Certificate;
    const signed = isSigned(group, verification, key.public_key, key.signature, where);
    const unsigned = `${where}: the public key is not signed by the trustee`;
    require(signed, "trustees", unsigned, "trustees.verification-key");
    return element;
  });
  return { keys: elements, joint: joint[0] ?? group.identity };
}
