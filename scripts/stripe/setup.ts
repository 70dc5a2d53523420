/** `npm run stripe:setup`: makes in the account of STRIPE_SECRET_KEY what SyncForge sells, and says what is left to be done by hand. */
import Stripe from 'stripe'
import { type AskStripe, openStripe } from '../../workers/billing/stripe.ts'
import { byHand, setUpStripe } from './set-up.ts'

interface Told {
  readonly key: string
  readonly publicUrl: string
  /** What is asked instead of Stripe: a server that rehearses. */
  readonly ask: AskStripe | undefined
}

/** What it was told, or what is wrong with that in one sentence. */
const read = (env: Readonly<Record<string, string | undefined>>): Told | string => {
  const { STRIPE_SECRET_KEY: key, PUBLIC_URL: publicUrl, STRIPE_API_URL: api } = env
  if (!key || !publicUrl || !URL.canParse(publicUrl))
    return 'Set STRIPE_SECRET_KEY (sk_…) and PUBLIC_URL, the address that people open: events are sent there.'
  if (!/^[rs]k_/.test(key))
    return 'STRIPE_SECRET_KEY is not a secret key: those begin with sk_, and stand at dashboard.stripe.com/apikeys.'
  if (!api) return { key, publicUrl, ask: undefined }
  if (!URL.canParse(api)) return 'STRIPE_API_URL is no address.'
  const base = api.replace(/\/$/, '')
  return { key, publicUrl, ask: (url, init) => fetch(url.replace('https://api.stripe.com', base), init) }
}

const wordsOf = (error: unknown): string => {
  if (error instanceof Stripe.errors.StripeAuthenticationError)
    return `Stripe does not take STRIPE_SECRET_KEY: ${error.message}`
  if (error instanceof Stripe.errors.StripePermissionError)
    return `STRIPE_SECRET_KEY may not do all of it: ${error.message}`
  if (error instanceof Stripe.errors.StripeConnectionError)
    return 'Stripe does not answer: is there a way to the network?'
  return error instanceof Error ? error.message : String(error)
}

const told = read(process.env)
if (typeof told === 'string') {
  console.error(told)
  process.exitCode = 1
} else {
  try {
    const { lines, webhookSecret } = await setUpStripe(openStripe(told.key, told.ask), told.publicUrl)
    for (const line of lines) console.log(line)
    if (webhookSecret !== null) console.log(`\nSTRIPE_WEBHOOK_SECRET=${webhookSecret}   (shown this once)`)
    console.log(`\n${byHand.join('\n')}`)
  } catch (error) {
    console.error(wordsOf(error))
    process.exitCode = 1
  }
}
