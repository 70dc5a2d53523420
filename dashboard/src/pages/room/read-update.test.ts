/** A version is read out of its update whatever types its roots have. */
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { readUpdate } from './read-update.ts'

const base64 = (doc: Y.Doc): string => btoa(String.fromCharCode(...Y.encodeStateAsUpdate(doc)))

it('texts, maps, lists and XML are told apart by what is in them', () => {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'Hello')
  doc.getText('bold').insert(0, 'Hello', { bold: true })
  doc.getMap('settings').set('open', true)
  doc.getArray('list').push([1, { a: 2 }])
  doc.getXmlFragment('page').insert(0, [new Y.XmlElement('p')])
  expect(readUpdate(base64(doc))).toEqual({
    text: 'Hello',
    bold: 'Hello',
    settings: { open: true },
    list: [1, { a: 2 }],
    page: '<p></p>',
  })
})

it('an empty document has nothing to show', () => {
  expect(readUpdate(base64(new Y.Doc()))).toEqual({})
})
