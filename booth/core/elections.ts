// SPDX-License-Identifier: Apache-2.0
// An election as everybody sees it (section "Elections").

import { fingerprint } from "./challenges.ts";
import { BoothError, require } from "./errors.ts";
import { type Element, type Group, group as groupOf } from "./groups/index.ts";
import { decode } from "./json.ts";
import * as messages from "./messages.ts";
import { checkQuestion, type Question, readQuestion } from "./questions.ts";

const UUID = /^[1-9A-HJ-NP-Za-km-z]{14,256}$/;

export interface Election {
  readonly message: messages.Election;
  readonly uuid: string;
  readonly questions: readonly Question[];
  readonly group: Group;
  /** The public key, prepared for many powers. */
  readonly y: Element;
  /** φ: compact Base64 of the SHA-256 of the serialized election. */
  readonly fingerprint: string;
}

/** The election from its text in the record. Throws "json", "group", "element", "election". */
export function readElection(content: string): Election {
  return electionOf(decode(content, messages.Election, "election"), content);
}

/** The election of a message that was read from this text. Throws "json", "group", "election". */
export function electionOf(message: messages.Election, content: string): Election {
  require(message.version === messages.VERSION, "election", `version ${message.version} is not known`);
  require(UUID.test(message.uuid), "election", "the uuid is not 14 or more characters of Base58", "setup.uuid");
  const group = groupOf(message.group);
  const questions = message.questions.map((own, i) => readQuestion(own, `election.questions[${i}]`));
  require(questions.length > 0, "election", "there are no questions", "setup.questions");
  questions.forEach((question, i) => {
    checkQuestion(question, group, `question ${i}`);
  });
  const y = publicKey(group, message.public_key);
  return {
    message,
    uuid: message.uuid,
    questions,
    group,
    y: group.prepare(y),
    fingerprint: fingerprint(content),
  };
}

function publicKey(group: Group, text: string): Element {
  const check = "setup.public-key";
  let y: Element;
  try {
    y = group.element(text);
  } catch (error) {
    throw new BoothError("element", `the public key: ${error instanceof BoothError ? error.message : ""}`, check);
  }
  require(!y.equals(group.identity), "election", "the public key is the identity: nothing would be secret", check);
  return y;
}
