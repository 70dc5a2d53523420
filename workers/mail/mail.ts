/** What a mail is, and what sends one. Who writes them is letters.ts, who sends them is senders/. */

export interface Mail {
  readonly to: string
  readonly subject: string
  /** For those who read no HTML; says the same. */
  readonly text: string
  readonly html: string
}

/** Resolves when the mail is out of our hands; rejects with why it is not. */
export type SendMail = (mail: Mail) => Promise<void>
