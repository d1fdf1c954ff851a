import { types } from 'node:util';
import { attempt } from '../../attempt';
import { looksLike } from '../../looks-like';
import { watchPromise } from '../../watching';
import { Execution, type FieldInfo } from './execution';

type Resolver = (this: unknown, ...args: any[]) => unknown;

/** What is asked of a type of a schema: an object type has fields, a union has types, a list has the type of items. */
interface Type {
  getFields?: () => Record<string, Field>;
  getTypes?: () => Type[];
  ofType?: Type;
  /** Interfaces have fields, too, and no resolvers that are called. */
  resolveType?: unknown;
}

interface Field {
  resolve?: Resolver;
  type?: Type;
}

interface Schema {
  getQueryType(): Type | undefined;
  getMutationType(): Type | undefined;
}

const seenTypes = new WeakSet();
/** Each resolver of ours by itself and by the app's. */
const followed = new WeakMap<Resolver, Resolver>();

/**
 * Has the resolvers of a schema followed; graphql has no other place to see them. Those of frozen fields stay as they
 * are, and have no spans.
 */
export function followSchema(schema: Schema | undefined): void {
  if (typeof schema !== 'object' || schema === null || seenTypes.has(schema)) return;
  seenTypes.add(schema);
  for (const type of [schema.getQueryType(), schema.getMutationType()]) followFields(type);
}

function followFields(type: Type | undefined): void {
  if (!type || seenTypes.has(type)) return;
  seenTypes.add(type);
  if (type.ofType) followFields(type.ofType);
  else if (typeof type.getTypes === 'function') type.getTypes().forEach(followFields);
  else if (typeof type.getFields === 'function')
    for (const field of Object.values(type.getFields())) {
      if (field.resolve && !Object.isFrozen(field)) field.resolve = followResolver(field.resolve);
      followFields(field.type);
    }
}

/**
 * A resolver whose calls have spans, with the name and arity of the app's.
 * @param isDefault Whether it is that of fields without one, of which those that only read a value have no spans.
 */
export function followResolver(resolver: Resolver, isDefault = false): Resolver {
  if (typeof resolver !== 'function') return resolver;
  const known = followed.get(resolver);
  if (known !== undefined) return known;
  const following = looksLike(resolver, function (this: unknown, ...args: any[]): unknown {
    const info = args[3] as FieldInfo | undefined;
    if (isDefault && isTrivial(args[0], info?.fieldName)) return Reflect.apply(resolver, this, args);
    const field = info && attempt(() => Execution.of(info)?.begin(info));
    if (field === undefined) return Reflect.apply(resolver, this, args);
    return field.run(() => {
      let value: unknown;
      try {
        value = Reflect.apply(resolver, this, args);
      } catch (error) {
        attempt(() => field.failed(error));
        throw error;
      }
      // Asking another thenable for its result may be what starts it.
      if (value instanceof Promise)
        return watchPromise(
          value,
          () => field.settled(),
          (error) => field.failed(error),
        );
      field.settled();
      return value;
    });
  });
  followed.set(following, following).set(resolver, following);
  return following;
}

/** Whether a value lies there, or a getter, which is the app's: it runs once, when graphql asks. */
function isTrivial(source: unknown, name: string | undefined): boolean {
  if ((typeof source !== 'object' && typeof source !== 'function') || source === null || name === undefined)
    return true;
  for (let holder: object | null = source; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    if (types.isProxy(holder)) return true;
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (descriptor) return descriptor.get !== undefined || typeof descriptor.value !== 'function';
  }
  return true;
}
