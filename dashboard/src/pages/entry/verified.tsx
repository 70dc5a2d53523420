/** Where the link of the confirming mail leads: on, or to another link when it came too late. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { buttonClass } from '../../components/button.tsx'
import { nextOf } from '../../session/next.ts'
import { sessionQuery } from '../../session/session.ts'
import { Entry } from './entry.tsx'

const route = getRouteApi('/verified')

export const Verified = () => {
  const { next, error } = route.useSearch()
  const { data: session } = useQuery(sessionQuery)
  if (error !== undefined) {
    return (
      <Entry
        title="This link no longer works"
        lead="It was used already, or it is older than a day. Sign in with your password: we send you a new one."
      >
        <Link className={buttonClass('primary')} to="/sign-in">
          Sign in
        </Link>
      </Entry>
    )
  }
  return (
    <Entry title="Your address is confirmed" lead={session ? `Welcome, ${session.user.name}.` : 'Sign in to go on.'}>
      <a className={buttonClass('primary')} href={nextOf(next)}>
        {session ? 'Go on' : 'Sign in'}
      </a>
    </Entry>
  )
}
