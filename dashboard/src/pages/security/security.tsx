/** How the person who is signed in proves who they are, and where they are signed in. */
import { useQuery } from '@tanstack/react-query'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Page } from '../../components/page.tsx'
import { sessionQuery } from '../../session/session.ts'
import { PersonTabs } from '../profile/person-tabs.tsx'
import { LinkedAccounts } from './linked-accounts.tsx'
import { Password } from './password.tsx'
import { linkedAccountsQuery } from './queries.ts'
import { SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'

export const Security = () => {
  const session = useQuery(sessionQuery)
  const linked = useQuery(linkedAccountsQuery)
  return (
    <Page title="Your account">
      <PersonTabs />
      <Async query={session} skeleton={<SkeletonLines lines={6} />}>
        {(found) =>
          found && (
            <Async query={linked} skeleton={<SkeletonLines lines={6} />}>
              {(ways) => {
                const hasPassword = ways.some(({ providerId }) => providerId === 'credential')
                return (
                  <div className="stack">
                    <Password hasPassword={hasPassword} email={found.user.email} />
                    <SecondFactor isOn={found.user.twoFactorEnabled === true} hasPassword={hasPassword} />
                    <LinkedAccounts ways={ways} />
                    <Sessions />
                  </div>
                )
              }}
            </Async>
          )
        }
      </Async>
    </Page>
  )
}
