// SPDX-License-Identifier: Apache-2.0
// The key ceremony of threshold trustees (section "Messages specific to threshold decryption support").
//
// What one trustee holds is her seed; everything else is what all have published so far, and is checked again by
// each step that rests on it. Indexes count from 1. Whatever is wrong throws, most of it "ceremony".
//
// 1. every trustee publishes a certificate            (makeCertificate)
// 2. having all, every trustee publishes a polynomial (makePolynomial)
// 3. having all, every trustee checks her shares and publishes her public share (makeVoutput)
// 4. anybody puts the threshold parameters together   (thresholdParameters)

import { certsSig } from "./challenges.ts";
import { base58Token } from "./credentials.ts";
import { BoothError, require } from "./errors.ts";
import { type Element, type Group, mod } from "./groups/index.ts";
import { decode, encode, type Shape } from "./json.ts";
import {
  CertKeys,
  Certs,
  ChannelMsg,
  DecryptionKey,
  EncryptedMsg,
  type Polynomial,
  RawCoefexps,
  RawPolynomial,
  Secret,
  SignedMsg,
  type ThresholdParameters,
  type Voutput,
} from "./messages.ts";
import {
  type Certificate,
  checkCertificates,
  checkCoefexps,
  checkTerms,
  checkThresholdParameters,
  shareKey,
  type Terms,
} from "./pedersen.ts";
import { decrypt, deriveKeys, encrypt, type Keys } from "./pki.ts";
import { draw } from "./randomness.ts";
import { scalar } from "./scalars.ts";
import { isSigned, publicKey, sign } from "./trustee_keys.ts";

const SEED_LENGTH = 22;

/** A trustee's secret seed. */
export function newSeed(): string {
  return base58Token(SEED_LENGTH);
}

/** The place of one trustee among all, with the certificates of all, checked. */
export interface Place {
  readonly terms: Terms;
  readonly certs: readonly SignedMsg[];
  readonly certificates: readonly Certificate[];
  readonly index: number;
  readonly keys: Keys;
}

// --- step 1 ----------------------------------------------------------------------------------------------------------

/** The certificate of trustee `index`. */
export function makeCertificate(terms: Terms, index: number, seed: string): SignedMsg {
  checkTerms(terms);
  const { group, size, threshold } = terms;
  require(Number.isSafeInteger(index) && 1 <= index && index <= size, "ceremony", `there is no place ${index}`);
  const { verification, encryption, signing } = deriveKeys(group, seed);
  const context = { group: group.name, size, threshold, index };
  return signed(group, signing, encode({ context, verification, encryption }, CertKeys));
}

function signed(group: Group, signing: bigint, message: string): SignedMsg {
  return { message, signature: sign(group, signing, message) };
}

/** The place that belongs to a seed, all certificates checked. Throws if certificate `index` is not of this seed. */
export function place(terms: Terms, certs: readonly SignedMsg[], index: number, seed: string): Place {
  const certificates = checkCertificates(terms, certs);
  const keys = deriveKeys(terms.group, seed);
  const own = certificates[index - 1]?.keys;
  const matches = own?.verification === keys.verification && own.encryption === keys.encryption;
  require(matches, "ceremony", `certificate ${index} is not the one of this key: it is another's, or was exchanged`);
  return { terms, certs, certificates, index, keys };
}

// --- channels --------------------------------------------------------------------------------------------------------

async function send<T>(from: Place, recipient: number, message: T, shape: Shape<T>): Promise<string> {
  const { group } = from.terms;
  const to = certificateOf(from, recipient);
  const inner = encode({ recipient: to.keys.encryption, message: encode(message, shape) }, ChannelMsg);
  const content = encode(signed(group, from.keys.signing, inner), SignedMsg);
  return encode(await encrypt(group, to.encryption, content), EncryptedMsg);
}

async function receive<T>(own: Place, sender: number, sent: string, shape: Shape<T>, where: string): Promise<T> {
  const { group } = own.terms;
  const encrypted = decode(sent, EncryptedMsg, where);
  const message = decode(await decrypt(group, own.keys.decryption, encrypted), SignedMsg, where);
  const { verification } = certificateOf(own, sender);
  const bySender = isSigned(group, verification, message.message, message.signature, where);
  require(bySender, "ceremony", `${where} is not signed by trustee ${sender}`);
  const channel = decode(message.message, ChannelMsg, where);
  require(channel.recipient === own.keys.encryption, "ceremony", `${where} is for somebody else and was passed on`);
  return decode(channel.message, shape, where);
}

function certificateOf({ certificates }: Place, index: number): Certificate {
  const own = certificates[index - 1];
  require(own !== undefined, "ceremony", `there is no trustee ${index}`);
  return own;
}

// --- step 2 ----------------------------------------------------------------------------------------------------------

/** The polynomial of the trustee, shared among all. */
export async function makePolynomial(own: Place): Promise<Polynomial> {
  const { terms, certs, keys } = own;
  const { group } = terms;
  const coefficients = Array.from({ length: terms.threshold }, () => draw(group));
  const coefexps = coefficients.map((a) => String(group.secretPower(group.g, a)));
  const polynomial = { polynomial: coefficients.map(String) };
  const shares = own.certificates.map((_, i) => ({ secret: String(value(group, coefficients, i + 1)) }));
  return {
    polynomial: await send(own, own.index, polynomial, RawPolynomial),
    secrets: await Promise.all(shares.map((share, i) => send(own, i + 1, share, Secret))),
    coefexps: signed(group, keys.signing, encode({ coefexps }, RawCoefexps)),
    signature: sign(group, keys.signing, certsSig(encode({ certs: [...certs], coefexps }, Certs))),
  };
}

function value(group: Group, coefficients: readonly bigint[], x: number): bigint {
  return coefficients.reduceRight((sum, a) => mod(sum * BigInt(x) + a, group.q), 0n);
}

// --- step 3 ----------------------------------------------------------------------------------------------------------

/**
 * The public share of the trustee, and her private key.
 *
 * She checks that her own polynomial is the one that she made, and every share against its sender's coefficients.
 */
export async function makeVoutput(
  own: Place,
  polynomials: readonly Polynomial[],
): Promise<{ voutput: Voutput; privateKey: bigint }> {
  const { group } = own.terms;
  const matrix = checkPolynomials(own, polynomials);
  await checkOwnPolynomial(own, polynomials, matrix);
  let privateKey = 0n;
  for (const [i, polynomial] of polynomials.entries()) {
    privateKey = mod(privateKey + (await share(own, i + 1, polynomial, matrix[i] ?? [])), group.q);
  }
  const key = publicKey(group, privateKey);
  const signature = sign(group, own.keys.signing, key.public_key);
  const sealed = await send(own, own.index, { decryption_key: String(privateKey) }, DecryptionKey);
  return { voutput: { private_key: sealed, public_key: { ...key, signature } }, privateKey };
}

function checkPolynomials({ terms, certs, certificates }: Place, polynomials: readonly Polynomial[]): Element[][] {
  require(polynomials.length ===
    terms.size, "ceremony", `${polynomials.length} polynomials of ${terms.size} are there`);
  return certificates.map((certificate, i) => {
    const { coefexps, signature, secrets } = polynomials[i] as Polynomial;
    require(secrets.length === terms.size, "ceremony", `polynomial ${i + 1} has too many or too few shares`);
    return checkCoefexps(terms, certs, certificate, { coefexps, signature }, i + 1);
  });
}

async function checkOwnPolynomial(
  own: Place,
  polynomials: readonly Polynomial[],
  matrix: readonly (readonly Element[])[],
): Promise<void> {
  const { group } = own.terms;
  const where = `the own polynomial of trustee ${own.index}`;
  const sent = polynomials[own.index - 1]?.polynomial ?? "";
  const raw = await receive(own, own.index, sent, RawPolynomial, where);
  const published = matrix[own.index - 1] ?? [];
  const same =
    raw.polynomial.length === published.length &&
    published.every((coefexp, k) =>
      coefexp.equals(group.secretPower(group.g, scalar(group, raw.polynomial[k] ?? "", where))),
    );
  require(same, "ceremony", `${where} is not the one that was published under her name: stop the ceremony`);
}

async function share(
  own: Place,
  sender: number,
  polynomial: Polynomial,
  coefexps: readonly Element[],
): Promise<bigint> {
  const { group } = own.terms;
  const where = `the share of trustee ${sender} for trustee ${own.index}`;
  const { secret } = await receive(own, sender, polynomial.secrets[own.index - 1] ?? "", Secret, where);
  const received = scalar(group, secret, where);
  const fits = group.secretPower(group.g, received).equals(shareKey(group, coefexps, own.index));
  require(fits, "ceremony", `${where} does not fit the coefficients that trustee ${sender} published`);
  return received;
}

/** The private key from the trustee's own voutput. */
export async function openPrivateKey(own: Place, sealed: string): Promise<bigint> {
  const where = `the decryption key of trustee ${own.index}`;
  const opened = await receive(own, own.index, sealed, DecryptionKey, where);
  const key = scalar(own.terms.group, opened.decryption_key, where);
  if (key === 0n) throw new BoothError("ceremony", `${where} is zero`);
  return key;
}

// --- step 4 ----------------------------------------------------------------------------------------------------------

/** The structure that the record will hold, checked. */
export function thresholdParameters(
  { group, threshold }: Terms,
  certs: readonly SignedMsg[],
  polynomials: readonly Polynomial[],
  voutputs: readonly Voutput[],
): ThresholdParameters {
  const signatures = polynomials.flatMap(({ signature }) => (signature === undefined ? [] : [signature]));
  const parameters = {
    threshold,
    certs: [...certs],
    coefexps: polynomials.map(({ coefexps }) => coefexps),
    signatures,
    verification_keys: voutputs.map((own) => own.public_key),
  };
  checkThresholdParameters(group, parameters);
  return parameters;
}
