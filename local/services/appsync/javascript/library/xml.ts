import { ResolverFault } from '../faults.ts';
import { MAX_VALUE_DEPTH } from '../limits.ts';
import { setMember, textOf } from '../plain.ts';

/** An element under construction: its members, and its text so far. */
interface Element {
  readonly name: string;
  readonly members: Record<string, unknown>;
  text: string;
}

const TOKEN =
  /<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^>]*>|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^"'>]|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** `util.xml.toMap`: an object of the document's elements; null for empty text. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/xml-helpers-in-util-xml-js.html
// assumed: attributes are members, text beside members is `content`, and repeated elements are lists
export function toMap(xml?: unknown): Record<string, unknown> | null {
  const source = xml === undefined || xml === null ? '' : textOf(xml).trim();
  if (source === '') return null;
  const root: Element = { name: '', members: {}, text: '' };
  const open = [root];
  let readTo = 0;
  for (const token of source.matchAll(TOKEN)) {
    readTo = token.index + token[0].length;
    const [, cdata, closing, opening, attributes = '', selfClosing, text] = token;
    const inner = open.at(-1) ?? root;
    if (cdata !== undefined) inner.text += cdata;
    else if (text !== undefined) inner.text += decode(text);
    else if (closing !== undefined) close(open, closing);
    else if (opening !== undefined) {
      open.push({ name: opening, members: attributesOf(attributes), text: '' });
      if (open.length > MAX_VALUE_DEPTH) throw fault('elements are nested too deeply');
      if (selfClosing) close(open, opening);
    }
  }
  if (readTo < source.length) throw fault(`cannot read the text at character ${readTo + 1}`);
  if (open.length > 1) throw fault(`the element ${open.at(-1)?.name} is not closed`);
  return root.members;
}

/** `util.xml.toJsonString`: the same object as JSON, and once more as a JSON string when `stringEncode` is true. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/xml-helpers-in-util-xml-js.html
export function toJsonString(xml?: unknown, stringEncode?: unknown): string {
  const json = JSON.stringify(toMap(xml));
  return stringEncode === true ? JSON.stringify(json) : json;
}

function close(open: Element[], name: string): void {
  const element = open.pop();
  const parent = open.at(-1);
  if (!element || !parent || element.name !== name) throw fault(`unexpected </${name}>`);
  const value = valueOf(element);
  const earlier = Object.hasOwn(parent.members, name) ? parent.members[name] : undefined;
  if (earlier === undefined) setMember(parent.members, name, value);
  else
    setMember(
      parent.members,
      name,
      Array.isArray(earlier) ? [...(earlier as unknown[]), value] : [earlier, value],
    );
}

function valueOf({ members, text }: Element): unknown {
  const content = text.trim();
  if (Object.keys(members).length === 0) return scalar(content);
  return content === '' ? members : { ...members, content: scalar(content) };
}

function attributesOf(text: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    setMember(members, name, scalar(decode(double ?? single ?? '')));
  }
  return members;
}

/** Numbers and booleans become such; the documented example reads `<id>1</id>` as the number 1. */
function scalar(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  const isNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$/.test(text);
  return isNumber ? Number(text) : text;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string')
      return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? whole) : whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function fault(what: string): ResolverFault {
  return new ResolverFault('XmlException', `${what}; is it XML?`);
}
