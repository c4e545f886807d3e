/** The little XML S3 speaks: a writer for answers and a strict reader for the two bodies it takes. */
import { s3Error } from './errors.ts';

/** What an element holds: text, children, or nothing. A list repeats the element. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/** One element of a document that was read: its children, or its text when it has none. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
const maxDepth = 16;

/** A whole document; `undefined` values are left out. Errors carry no namespace. */
export function writeXml(root: string, content: Readonly<Record<string, XmlValue>>): string {
  const attribute = root === 'Error' ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${writeChildren(content)}</${root}>`;
}

/** Reads a document into its root element; throws `MalformedXML` for anything that is not plain XML. */
export function readXml(text: string): XmlElement {
  const tokens = /<\?[^>]*\?>|<!--[^]*?-->|<(\/?)([^\s/>!?]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/gy;
  interface Open {
    name: string;
    children: XmlElement[];
    text: string;
  }
  const document: Open = { name: '', children: [], text: '' };
  const stack: Open[] = [document];
  let position = 0;
  for (const token of text.replace(/^\uFEFF/, '').matchAll(tokens)) {
    position = token.index + token[0].length;
    const [, closing, rawName, , selfClosing, characters] = token;
    const top = stack.at(-1) as Open;
    if (characters !== undefined) top.text += unescapeXml(characters);
    if (rawName === undefined) continue;
    const name = rawName.slice(rawName.indexOf(':') + 1);
    if (closing) {
      if (stack.length === 1 || top.name !== name) throw s3Error('MalformedXML');
      stack.pop();
      continue;
    }
    const element: Open = { name, children: [], text: '' };
    top.children.push(element);
    if (!selfClosing) stack.push(element);
    if (stack.length > maxDepth) throw s3Error('MalformedXML');
  }
  const [root, ...others] = document.children;
  const whole = position === text.replace(/^\uFEFF/, '').length && stack.length === 1;
  if (!whole || !root || others.length > 0 || document.text.trim() !== '') {
    throw s3Error('MalformedXML');
  }
  return root;
}

/** The text of a child element, or undefined when there is none. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

function writeChildren(content: Readonly<Record<string, XmlValue>>): string {
  return Object.entries(content)
    .map(([name, value]) => writeElement(name, value))
    .join('');
}

function writeElement(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    return (value as readonly XmlValue[]).map((each) => writeElement(name, each)).join('');
  }
  if (typeof value === 'object') {
    return `<${name}>${writeChildren(value as Record<string, XmlValue>)}</${name}>`;
  }
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

function escapeXml(text: string): string {
  // Control characters have no place in XML 1.0; S3 writes them as references all the same,
  // which is why its listings offer encoding-type=url.
  return text.replace(/[&<>"\u0000-\u0008\u000b-\u001f]/g, (character) => {
    const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[character];
    return named ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });
}

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));|&/gi,
    (_, hex, decimal, name) => {
      const known = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as Record<string, string>;
      if (name !== undefined && known[name as string]) return known[name as string] as string;
      const code = Number.parseInt((hex ?? decimal ?? '') as string, hex === undefined ? 10 : 16);
      if (Number.isNaN(code) || code > 0x10ffff) throw s3Error('MalformedXML');
      return String.fromCodePoint(code);
    },
  );
}
