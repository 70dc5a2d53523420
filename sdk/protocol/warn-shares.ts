/** Everyone is told when a document has come to these shares of a bound. Apart from the other limits, which a page loads at once. */
export const documentWarnShares: readonly number[] = [0.8, 0.9, 0.95]
