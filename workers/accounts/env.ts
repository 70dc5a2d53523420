/** What the accounts worker is given: the settings that `npm start` or a deployment adds. */
import type { MailEnv } from '../mail/open.ts'

export interface Env extends MailEnv {
  /** PostgreSQL, as the Neon driver reads it. */
  readonly DATABASE_URL: string
  /** Where that database answers queries over HTTP, when it is not Neon's own address. */
  readonly NEON_ENDPOINT?: string
  /** Signs session cookies, encrypts second factors and the tokens of linked accounts: 32 random bytes, base64url. */
  readonly AUTH_SECRET: string
  /** The address that people open, such as `https://sync.example.com`. Left out: this machine by any of its own names. */
  readonly PUBLIC_URL?: string
  /** `open`: everybody may make an account. Otherwise the first person who confirms their address, and then who was invited. */
  readonly SIGN_UP?: string
  readonly GOOGLE_CLIENT_ID?: string
  readonly GOOGLE_CLIENT_SECRET?: string
  readonly GITHUB_CLIENT_ID?: string
  readonly GITHUB_CLIENT_SECRET?: string
  /** Origins of stand-ins, where a page is sent; `npm start` sends this worker's own requests there. */
  readonly GOOGLE_URL?: string
  readonly GITHUB_URL?: string
}
