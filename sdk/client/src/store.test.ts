import { describe, expect, test, vi } from 'vitest'
import { batch } from './batch.ts'
import { createStore, createView } from './store.ts'

describe('stores', () => {
  test('subscribe calls back at once, after every change, and not after unsubscribing', () => {
    const store = createStore(1)
    const heard: number[] = []
    const stop = store.subscribe((value) => heard.push(value))
    store.set(2)
    store.set(2)
    stop()
    store.set(3)
    expect(heard).toEqual([1, 2])
    expect(store.get()).toBe(3)
  })

  test('a snapshot is the same object until it changes', () => {
    let source = [1]
    const view = createView(() => [...source])
    const first = view.get()
    expect(view.get()).toBe(first)
    source = [1, 2]
    expect(view.get()).toBe(first)
    view.changed()
    expect(view.get()).toEqual([1, 2])
    expect(view.get()).toBe(view.get())
  })

  test('one function may subscribe twice; each subscription ends on its own', () => {
    const store = createStore('a')
    const listener = vi.fn()
    const stop = store.subscribe(listener)
    store.subscribe(listener)
    stop()
    listener.mockClear()
    store.set('b')
    expect(listener).toHaveBeenCalledTimes(1)
  })

  test('who unsubscribes another while hearing is obeyed at once', () => {
    const store = createStore(0)
    let stopSecond = () => {}
    const second = vi.fn()
    store.subscribe((value) => value === 1 && stopSecond())
    stopSecond = store.subscribe(second)
    second.mockClear()
    store.set(1)
    expect(second).not.toHaveBeenCalled()
  })

  test('in a batch every store speaks once, at the end, with its newest value', () => {
    const store = createStore(0)
    const heard: number[] = []
    store.subscribe((value) => heard.push(value))
    batch(() => {
      batch(() => store.set(1))
      store.set(2)
      expect(heard).toEqual([0])
    })
    expect(heard).toEqual([0, 2])
  })

  test('a listener that throws is reported; the others hear all the same', () => {
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    try {
      const store = createStore(0)
      const fault = new Error('listener')
      store.subscribe((value) => {
        if (value === 1) throw fault
      })
      const healthy = vi.fn()
      store.subscribe(healthy)
      store.set(1)
      expect(healthy).toHaveBeenLastCalledWith(1)
      expect(reported.mock.calls).toEqual([[fault]])
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
