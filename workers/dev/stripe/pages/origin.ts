/** Where the pages are: below the address that people came from. */
import type { Account } from '../account.ts'

/** @param address of the page that people come back to */
export const originOf = (account: Account, address: string): string => {
  const url = URL.parse(address)
  if (url) account.setPages(`${url.origin}/dev/stripe`)
  return account.pages()
}
