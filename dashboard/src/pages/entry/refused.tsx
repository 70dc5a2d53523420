/** Where accounts send a person whom another provider or a link could not sign in. */
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
  internal_server_error: 'Something is away at the moment. Try again soon.',
}

export const Refused = () => {
  const { error } = route.useSearch()
  return (
    <Entry title="You could not be signed in" lead={words[error ?? ''] ?? 'Try again, or another way.'}>
      <Link className={buttonClass('primary')} to="/sign-in">
        Back to signing in
      </Link>
      {error !== undefined && (
        <p className="trace">
          <code>{error}</code>
        </p>
      )}
    </Entry>
  )
}
