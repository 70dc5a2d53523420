/** Stand-ins for Google and GitHub, started for one test file, and the variables with which a server uses them. */
import { createEmulator } from 'emulate'

export interface StandIns {
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

export interface ProviderPeople {
  readonly google?: readonly { readonly email: string; readonly name: string; readonly email_verified?: boolean }[]
  readonly github?: readonly { readonly login: string; readonly name: string; readonly email: string }[]
}

/**
 * @param publicUrl where people open the server: the stand-ins send them back there alone
 * @example const standIns = await startStandIns('http://127.0.0.1:8787', { github: [{ login: 'grace', name: 'Grace', email: 'grace@example.com' }] })
 */
export const startStandIns = async (
  publicUrl: string,
  { google = [], github = [] }: ProviderPeople,
): Promise<StandIns> => {
  const backTo = (provider: string) => [`${publicUrl}/api/auth/callback/${provider}`]
  const [googleStandIn, githubStandIn] = await Promise.all([
    createEmulator({
      service: 'google',
      port: 0,
      seed: {
        google: {
          users: google,
          oauth_clients: [
            {
              client_id: 'google-client',
              client_secret: 'google-secret',
              name: 'SyncForge',
              redirect_uris: backTo('google'),
            },
          ],
        },
      },
    }),
    createEmulator({
      service: 'github',
      port: 0,
      seed: {
        github: {
          users: github,
          oauth_apps: [
            {
              client_id: 'github-client',
              client_secret: 'github-secret',
              name: 'SyncForge',
              redirect_uris: backTo('github'),
            },
          ],
        },
      },
    }),
  ])
  return {
    env: {
      GOOGLE_URL: googleStandIn.url,
      GOOGLE_CLIENT_ID: 'google-client',
      GOOGLE_CLIENT_SECRET: 'google-secret',
      GITHUB_URL: githubStandIn.url,
      GITHUB_CLIENT_ID: 'github-client',
      GITHUB_CLIENT_SECRET: 'github-secret',
    },
    close: async () => {
      await Promise.all([googleStandIn.close(), githubStandIn.close()])
    },
  }
}

/** The stand-in's page as a person uses it: one button for each person, each a form. Resolves with where it leads. */
export const chooseAt = async (page: string, who: string): Promise<string> => {
  const text = await (await fetch(page)).text()
  const form = (text.match(/<form[\s\S]*?<\/form>/g) ?? []).find((one) => one.includes(`value="${who}"`)) ?? ''
  const action = /action="([^"]+)"/.exec(form)?.[1] ?? ''
  const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&amp;', '&'),
  ])
  const answer = await fetch(new URL(action, page), {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}
