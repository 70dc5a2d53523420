// Owns looking into the storage of a page's browser, as somebody with its developer tools would.
import type { Page } from 'playwright-core'
import * as Y from 'yjs'

/** A document in the browser's storage, once per copy. An edit is there some milliseconds after it was made. */
export const documentsKeptOn = async (page: Page, document = 'default'): Promise<Y.Doc[]> => {
  const copies = await page.evaluate(async (wanted) => {
    const names = (await indexedDB.databases()).flatMap(({ name = '' }) =>
      name.endsWith(`"${wanted}"]`) ? [name] : [],
    )
    const updatesIn = (name: string) =>
      new Promise<number[][]>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const { result: database } = opening
          const reading = database.transaction('updates', 'readonly').objectStore('updates').getAll()
          reading.onerror = () => reject(reading.error)
          reading.onsuccess = () => resolve(reading.result.map((update: Uint8Array) => [...update]))
          database.close()
        }
      })
    return Promise.all(names.map(updatesIn))
  }, document)
  return copies.map((updates) => {
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, Uint8Array.from(update))
    return doc
  })
}

/** The text of each copy. */
export const keptOn = async (page: Page, document = 'default'): Promise<string[]> =>
  (await documentsKeptOn(page, document)).map((doc) => doc.getText('content').toString())
