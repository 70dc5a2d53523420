/** `npm run stripe:setup`: makes in the account of STRIPE_SECRET_KEY what SyncForge sells, and says what is left to be done by hand. */
import { openStripe } from '../../workers/billing/stripe.ts'
import { byHand, setUpStripe } from './set-up.ts'

const { STRIPE_SECRET_KEY: key, PUBLIC_URL: publicUrl } = process.env

if (!key || !publicUrl || !URL.canParse(publicUrl)) {
  console.error('Set STRIPE_SECRET_KEY (sk_…) and PUBLIC_URL, the address that people open: events are sent there.')
  process.exitCode = 1
} else {
  try {
    const { lines, webhookSecret } = await setUpStripe(openStripe(key), publicUrl)
    for (const line of lines) console.log(line)
    if (webhookSecret !== null) console.log(`\nSTRIPE_WEBHOOK_SECRET=${webhookSecret}   (shown this once)`)
    console.log(`\n${byHand.join('\n')}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
