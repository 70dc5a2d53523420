// Owns that the types of @syncforge/server are those of the routes there are.
import { isCurrent, serverApi } from '../build/server-api.ts'
import type { Check } from './check.ts'

export const serverApiTypes: Check = {
  name: 'types of the REST API',
  async run(root) {
    const isOld = !(await isCurrent(root))
    return { problems: isOld ? [`${serverApi} is not what the routes say any more: npm run api`] : [] }
  },
}
