/** Ways in with an account elsewhere, where this place has any. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { accounts, told } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { sayProblem } from '../../components/toast.tsx'
import { type Provider, providersQuery, providerWords } from '../../session/providers.ts'
import { GithubMark, GoogleMark } from './marks.tsx'

const marks = { google: GoogleMark, github: GithubMark } as const

export const Providers = ({ next }: { readonly next: string }) => {
  const { data: providers = [] } = useQuery(providersQuery)
  const go = useMutation({
    mutationFn: (provider: Provider) =>
      told(accounts.signIn.social({ provider, callbackURL: next, errorCallbackURL: '/dashboard/error' })),
    onSuccess: ({ url }) => {
      if (url) location.assign(url)
    },
    onError: sayProblem,
  })
  if (providers.length === 0) return null
  return (
    <>
      <div className="providers">
        {providers.map((provider) => {
          const Mark = marks[provider]
          return (
            <Button
              key={provider}
              icon={<Mark />}
              busy={go.isPending && go.variables === provider}
              onClick={() => go.mutate(provider)}
            >
              {providerWords[provider]}
            </Button>
          )
        })}
      </div>
      <p className="or">or</p>
    </>
  )
}
