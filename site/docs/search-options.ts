/** How the documentation is searched: what its index is made with, it is read with. */
import type { Options } from 'minisearch'

export interface Searched {
  /** The section's address. */
  readonly id: string
  readonly page: string
  readonly title: string
  readonly text: string
}

export const searchOptions: Options<Searched> = {
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page'],
  searchOptions: { boost: { title: 4, page: 3 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
}
