/** What a mail is, and what sends one. Who writes them is letters.ts, who sends them is senders/. */

export interface Mail {
  readonly to: string
  readonly subject: string
  /** For those who read no HTML; says the same. */
  readonly text: string
  readonly html: string
  /** Where whoever wants no more of it says so, in one step and without signing in. */
  readonly unsubscribeUrl?: string
}

/** As mail programs know it (RFC 8058): a button of their own. */
export const headersOf = ({ unsubscribeUrl }: Mail): { readonly headers?: Readonly<Record<string, string>> } =>
  unsubscribeUrl === undefined
    ? {}
    : {
        headers: {
          'List-Unsubscribe': `<${unsubscribeUrl}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      }

/** Resolves when the mail is out of our hands; rejects with why it is not. */
export type SendMail = (mail: Mail) => Promise<void>
