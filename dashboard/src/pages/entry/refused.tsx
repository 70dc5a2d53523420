/** Where accounts send a person whom another provider or a link could not sign in, or whose account elsewhere could not be connected. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { buttonClass } from '../../components/button.tsx'
import { Entry } from './entry.tsx'

const route = getRouteApi('/error')

const words: Readonly<Record<string, string>> = {
  access_denied: 'You did not allow it there, so nothing was done here.',
  account_not_linked:
    'There is an account with this e-mail address already. Sign in the way you did before, then connect the other one under Security.',
  email_not_found: 'It did not tell us your e-mail address, and without one there is no account.',
  state_mismatch: 'It was begun in another browser, or too long ago.',
  signup_disabled: 'This place takes no new accounts.',
  email_does_not_match:
    'The account there has another e-mail address than yours here. Change yours under Profile first, or connect one with the same address.',
  account_already_linked_to_different_user:
    'Somebody else here signs in with it. Disconnect it there first, signed in as them.',
  internal_server_error: 'Something is away at the moment. Try again soon.',
}

export const Refused = () => {
  const { error, of } = route.useSearch()
  const isConnecting = of === 'connecting'
  return (
    <Entry
      title={isConnecting ? 'It could not be connected' : 'You could not be signed in'}
      lead={words[error ?? ''] ?? 'Try again, or another way.'}
    >
      <Link className={buttonClass('primary')} to={isConnecting ? '/security' : '/sign-in'}>
        {isConnecting ? 'Back to your account' : 'Back to signing in'}
      </Link>
      {error !== undefined && (
        <p className="trace">
          <code>{error}</code>
        </p>
      )}
    </Entry>
  )
}
