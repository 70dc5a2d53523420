/** Owns what the page's address means: `?doc=` (a room), `?at=` (a moment of its past), `#link=` of who comes by a share link. */
export interface Place {
  /** `null`: the list of documents. */
  readonly doc: string | null
  /** Milliseconds since 1970; `null`: now. */
  readonly at: number | null
}

export const placeFromAddress = (): Place => {
  const { searchParams } = new URL(location.href)
  const at = Number(searchParams.get('at') ?? Number.NaN)
  return { doc: searchParams.get('doc'), at: Number.isFinite(at) ? at : null }
}

// What stands behind the # is not sent to servers.
export const linkFromAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('link')

/** The address of a document, or of a moment of it. It carries no share link: who may see it is another matter. */
export const addressOf = ({ doc, at = null }: { readonly doc: string | null; readonly at?: number | null }): string => {
  const address = new URL(location.pathname, location.origin)
  if (doc !== null) address.searchParams.set('doc', doc)
  if (at !== null) address.searchParams.set('at', String(at))
  return address.href
}
