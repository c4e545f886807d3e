import { describe, expect, test } from 'vitest';
import { childText, readXml, writeXml } from './xml.ts';

describe('writeXml', () => {
  test('escapes, repeats lists and leaves undefined out', () => {
    const text = writeXml('R', { A: '<&">\u0001\r', B: ['x', { C: 1 }], D: undefined, E: [] });

    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<R xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
        '<A>&lt;&amp;&quot;&gt;&#x1;&#xd;</A><B>x</B><B><C>1</C></B></R>',
    );
  });
});

describe('readXml', () => {
  test('reads elements, entities, attributes, comments and prefixes', () => {
    const root = readXml(
      `\uFEFF<?xml version="1.0"?>\n<s:Delete xmlns:s="x"><!-- a <b> --><Object a="1"><Key>a&amp;&#65;&#x42; </Key></Object><Quiet/></s:Delete>\n`,
    );

    expect(root.name).toBe('Delete');
    expect(childText(root.children[0] ?? root, 'Key')).toBe('a&AB ');
    expect(childText(root, 'Quiet')).toBe('');
    expect(childText(root, 'Nothing')).toBeUndefined();
  });

  test.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a/>tail',
    '<a>&nothing;</a>',
    '<a>&</a>',
    '<a>&#x110000;</a>',
    '<!DOCTYPE a [<!ENTITY e "x">]><a/>',
    '<a><![CDATA[x]]></a>',
    '<a'.repeat(5000),
    '<a>'.repeat(5000),
  ])('refuses %j', (text) => {
    expect(() => readXml(text)).toThrow('The XML you provided was not well-formed');
  });
});
