/** Documents read without a Yjs client: roots get the class that their content tells. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readJson, readText } from './read.ts'

test('a root whose first items were deleted is still what it was', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'xbegun')
  doc.getText('text').delete(0, 1)
  doc.getXmlFragment('xml').insert(0, [new Y.XmlElement('b'), new Y.XmlElement('p')])
  doc.getXmlFragment('xml').delete(0, 1)
  doc.getArray('list').push([1, 2])
  doc.getArray('list').delete(0, 1)
  const state = Y.encodeStateAsUpdate(doc)
  expect(readJson(state)).toEqual({ text: 'begun', xml: '<p></p>', list: [2] })
  expect(readText(state)).toBe('begun\n<p></p>')
})
