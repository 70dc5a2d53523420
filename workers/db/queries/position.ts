/** Where a page of a list ended: rows of the same millisecond are told apart by their ids. */
export interface Position {
  readonly createdAt: Date
  readonly id: string
}
