// A list of any length: only the rows in sight exist.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Rows } from './rows';

/** What of a list is in sight, and whether it stays at an end when rows come. */
export interface Sight {
  first: number;
  count: number;
  stick: 'start' | 'end' | undefined;
}

export interface VirtualListProps<T> {
  id: string;
  label: string;
  rows: Rows<T>;
  rowHeight: number;
  keyOf(item: T): string;
  row(item: T): ComponentChildren;
  rowClass?(item: T): string;
  /** The key of the active row. */
  active: string | undefined;
  onActive(item: T): void;
  /** Enter, or a click. */
  onOpen?(item: T): void;
  onKey?(event: KeyboardEvent, item: T | undefined): boolean;
  /** Where new rows come. While that end is in sight, the list stays there, unless the pointer is on a row. */
  grows?: 'start' | 'end' | undefined;
  /** Another list altogether, which begins at its start (or its end, if it grows there). */
  question?: string;
  /** Whether the active row is brought into sight at first. */
  reveals?: boolean;
  onSight?(sight: Sight): void;
  empty: ComponentChildren;
}

/** Rows beyond either edge: what a fling of the wheel passes before the next frame. */
const BEYOND = 12;

export function VirtualList<T>(props: VirtualListProps<T>): JSX.Element {
  const { id, label, rows, rowHeight, keyOf, active, grows } = props;
  const box = useRef<HTMLDivElement>(null);
  const [{ first, visible }, setWindow] = useState({ first: 0, visible: 40 });
  /** The row that is first in sight, and where it was; undefined at the end that the list stays at. */
  const anchor = useRef<{ key: string; index: number } | undefined>(undefined);
  const [atEdge, hovered, revealed] = [useRef(true), useRef(false), useRef(false)];
  /** The row that a key went to before it was here. */
  const awaited = useRef<number | undefined>(undefined);

  const measure = (): void => {
    // The observer may call once more when the list is gone.
    if (!box.current) return;
    const { scrollTop, clientHeight, scrollHeight } = box.current;
    atEdge.current = grows === 'end' ? scrollTop + clientHeight >= scrollHeight - rowHeight : scrollTop === 0;
    const top = Math.floor(scrollTop / rowHeight);
    const item = rows.at(top);
    anchor.current = item === undefined ? undefined : { key: keyOf(item), index: top };
    const stick = atEdge.current && !hovered.current ? grows : undefined;
    props.onSight?.({ first: top, count: Math.ceil(clientHeight / rowHeight), stick });
    const [nextFirst, nextVisible] = [
      Math.max(0, Math.floor(scrollTop / rowHeight) - BEYOND),
      Math.ceil(clientHeight / rowHeight) + 2 * BEYOND,
    ];
    setWindow((current) =>
      current.first === nextFirst && current.visible === nextVisible
        ? current
        : { first: nextFirst, visible: nextVisible },
    );
  };
  // The observer outlives a rendering.
  const latest = useRef(measure);
  latest.current = measure;
  const reveal = (index: number): void => {
    const { scrollTop, clientHeight } = box.current!;
    if (index * rowHeight < scrollTop) box.current!.scrollTop = index * rowHeight;
    else if ((index + 1) * rowHeight > scrollTop + clientHeight)
      box.current!.scrollTop = (index + 1) * rowHeight - clientHeight;
  };
  // What the observer needs of the last rendering.
  const indexOfActive = useRef((): number => -1);
  indexOfActive.current = () => (active === undefined ? -1 : rows.indexOf(active));
  useEffect(() => {
    let height = box.current!.clientHeight;
    const observer = new ResizeObserver(() => {
      if (!box.current) return;
      const [index, end] = [indexOfActive.current(), box.current.scrollTop + height];
      height = box.current.clientHeight;
      // The panel that opens for a row must not cover it.
      if (index >= 0 && index * rowHeight >= box.current.scrollTop && index * rowHeight < end) reveal(index);
      latest.current();
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [rowHeight]);
  useLayoutEffect(() => {
    box.current!.scrollTop = grows === 'end' ? rows.length * rowHeight : 0;
    anchor.current = undefined;
    atEdge.current = true;
    revealed.current = false;
  }, [props.question, grows]);
  useLayoutEffect(() => {
    const at = anchor.current;
    const isActive = indexOfActive.current();
    if (props.reveals && !revealed.current && isActive >= 0) {
      revealed.current = true;
      box.current!.scrollTop = Math.max(0, isActive * rowHeight - box.current!.clientHeight / 3);
    } else if (grows !== undefined && atEdge.current && !hovered.current)
      box.current!.scrollTop = grows === 'end' ? rows.length * rowHeight : 0;
    else if (at) {
      const now = rows.indexOf(at.key);
      if (now >= 0 && now !== at.index) box.current!.scrollTop += (now - at.index) * rowHeight;
    }
    const next = awaited.current === undefined ? undefined : rows.at(awaited.current);
    if (next !== undefined) {
      awaited.current = undefined;
      props.onActive(next);
    }
    measure();
  }, [rows, grows]);

  const hover = (isOn: boolean): void => {
    hovered.current = isOn;
    measure();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const index = indexOfActive.current();
    if (props.onKey?.(event, rows.at(index))) return event.preventDefault();
    const page = Math.max(1, Math.floor(box.current!.clientHeight / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      j: index + 1,
      ArrowUp: index - 1,
      k: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: rows.length - 1,
    };
    const item = rows.at(index);
    if (event.key === 'Enter' && item !== undefined) props.onOpen?.(item);
    else if (event.key in steps && rows.length > 0) {
      const next = Math.min(rows.length - 1, Math.max(0, steps[event.key]!));
      reveal(next);
      const there = rows.at(next);
      if (there === undefined) awaited.current = next;
      else props.onActive(there);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const last = Math.min(rows.length, first + visible);
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, at) => rows.at(first + at));
  return (
    <div
      class="virtual"
      id={id}
      ref={box}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      onScroll={measure}
      onPointerEnter={() => hover(true)}
      onPointerLeave={() => hover(false)}
      onKeyDown={onKeyDown}
      aria-activedescendant={
        shown.some((item) => item !== undefined && keyOf(item) === active) ? `${id}-${active}` : undefined
      }
    >
      {rows.length === 0 && (
        <div class="empty" role="option" aria-selected="false" aria-disabled="true">
          {props.empty}
        </div>
      )}
      <div class="virtual-space" role="presentation" style={{ height: `${rows.length * rowHeight}px` }}>
        {shown.map(
          (item, at) =>
            item !== undefined && (
              // A row that leaves at one edge comes in at the other: made anew, it would cost most of what a turn of
              // the wheel may.
              <div
                key={(first + at) % visible}
                id={`${id}-${keyOf(item)}`}
                role="option"
                class={`row ${props.rowClass?.(item) ?? ''}`}
                aria-selected={keyOf(item) === active}
                aria-posinset={first + at + 1}
                aria-setsize={rows.length}
                style={{ transform: `translateY(${(first + at) * rowHeight}px)`, height: `${rowHeight}px` }}
                onClick={() => {
                  props.onActive(item);
                  props.onOpen?.(item);
                }}
              >
                {props.row(item)}
              </div>
            ),
        )}
      </div>
    </div>
  );
}
