/**
 * Owns saying that an app has a second copy of Yjs. Yjs tells its types by their classes, and those of another copy are strangers to it: at
 * best it says “Unexpected content type”, at worst it takes a shared type for plain data.
 */
import * as Y from 'yjs'
import type { Link } from '../../connection/link.ts'
import { invalid } from '../../errors.ts'

const secondYjs = () =>
  invalid(
    'This comes from a second copy of Yjs in the app, which does not work with that of @syncforge/client. Have one: npm dedupe, an alias or resolve.dedupe in the bundler, and yjs imported everywhere or required everywhere',
  )

/** Which document is being edited right now. */
let edited: Y.Doc | null = null

/** A shared type or a document, of whichever copy. */
const isOfYjs = (value: Partial<Y.AbstractType<unknown> & Y.Doc> | null) => value?._integrate ?? value?.store

/** Yjs asks this of every value that is no plain data, before it takes it: the one place where a stranger can be seen in time. */
function hasInstance(this: typeof Y.AbstractType, value: object | null): boolean {
  const isMine = Object.prototype.isPrototypeOf.call(this.prototype, value as object)
  if (!isMine && edited?._transaction && this === Y.AbstractType && isOfYjs(value)) throw secondYjs()
  return isMine
}

/** What another copy made is refused by the document at once; that the functions of another copy edit it is reported, once. */
export const watchForSecondYjs = (doc: Y.Doc, report: Link['report']): void => {
  Object.defineProperty(Y.AbstractType, Symbol.hasInstance, { value: hasInstance, configurable: true })
  let isReported = false
  doc.on('beforeTransaction', (transaction) => {
    edited = doc
    if (isReported || transaction instanceof Y.Transaction) return
    isReported = true
    report(secondYjs())
  })
  doc.on('afterTransaction', () => {
    edited = null
  })
}
