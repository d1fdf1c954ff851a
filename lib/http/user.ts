import { toUserId } from '../context';
import { ownValue } from './own';

/** Where the usual user objects keep their key, best first. Names and mail addresses are no keys and never read. */
const KEYS = ['id', 'sub', 'user_id', 'userId', 'uid'] as const;

/** The span attributes that hold a user ID: the current name and the one before it. */
const ATTRIBUTES = ['user.id', 'enduser.id'] as const;

/** The ID of a user as frameworks and their login plugins store it: the ID itself, or an object that has it. */
export function userIdOf(user: unknown): string | undefined {
  const direct = toUserId(user);
  if (direct !== undefined) return direct;
  for (const key of KEYS) {
    const id = toUserId(ownValue(user, key));
    if (id !== undefined) return id;
  }
  return undefined;
}

/**
 * The user on a request object: `user` (passport and most others), then `auth` (express-jwt 7 and later, an object; a
 * string there could be a credential).
 */
export function userOnRequest(request: object): string | undefined {
  const auth = ownValue(request, 'auth');
  return userIdOf(ownValue(request, 'user')) ?? (typeof auth === 'object' ? userIdOf(auth) : undefined);
}

/** The user that the app put on the server span. */
export function userOnSpan(attributes: unknown): string | undefined {
  for (const name of ATTRIBUTES) {
    const id = toUserId(ownValue(attributes, name));
    if (id !== undefined) return id;
  }
  return undefined;
}
