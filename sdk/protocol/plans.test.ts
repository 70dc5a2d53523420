import { expect, test } from 'vitest'
import { planFeatures, planFor, planHas, planIds, plans, planWith } from './plans.ts'

test('each plan has everything that the smaller ones have', () => {
  for (const [index, id] of planIds.entries()) {
    const next = planIds[index + 1]
    if (next === undefined) continue
    expect(plans[next].features).toEqual(expect.arrayContaining([...plans[id].features]))
    for (const limit of ['people', 'rooms'] as const)
      expect(plans[next][limit] ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
        plans[id][limit] ?? Number.POSITIVE_INFINITY,
      )
  }
})

test('the plan that lifts a limit is the smallest that does', () => {
  expect(planFor('people', 50)).toBe('free')
  expect(planFor('people', 51)).toBe('starter')
  expect(planFor('people', 50_001)).toBe('enterprise')
  expect(planFor('rooms', 4)).toBe('starter')
  expect(planFor('rooms', 101)).toBe('business')
  expect(planWith('chat')).toBe('starter')
  expect(planWith('locks')).toBe('pro')
  expect(planWith('analytics')).toBe('business')
  for (const feature of planFeatures) expect(planHas('free', feature)).toBe(false)
})

test('what is not available yet is sold with no plan', () => {
  for (const feature of ['voice', 'sso'] as const)
    for (const plan of planIds) expect([plan, feature, planHas(plan, feature)]).toEqual([plan, feature, false])
})
