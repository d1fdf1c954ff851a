// esbuild's helpers for what one module system takes from the other make an object with a getter for every export, anew
// at each place: forty copies of the api and of node:fs before the app's first line. What stands here in their place
// gives everybody the same object, as Node does, and copies nothing.
import { readFileSync, writeFileSync } from 'node:fs';

const HELPERS =
  '__toESM=(mod,isNodeMode,target)=>(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.__esModule?__defProp(target,"default",{value:mod,enumerable:!0}):target,mod))';
const SHARING =
  '__toESM=(m,n,t)=>(t=m&&(typeof m=="object"||typeof ' +
  'm=="function")?__create(m):{},n||!m||!m.__esModule?__defProp(t,"default",{value:m,enumerable:!0}):t)';
const TO_COMMON_JS = '__toCommonJS=mod=>__copyProps(__defProp({},"__esModule",{value:!0}),mod)';
const MARKING = '__toCommonJS=m=>m.__esModule?m:__defProp(m,"__esModule",{value:!0})';

/** Changes the helpers in a bundle that has them. Their length stays what it is, so that the source map holds. */
export function shareInterop(file) {
  const text = readFileSync(file, 'utf8');
  const changed = [
    [HELPERS, SHARING],
    [TO_COMMON_JS, MARKING],
  ].reduce((so, [helper, other]) => so.replace(helper, () => other.padEnd(helper.length)), text);
  if (/__to(?:ESM|CommonJS)=\(?mod\b/.test(changed))
    throw new Error(`${file}: this version of esbuild writes its helpers __toESM and __toCommonJS in another way`);
  writeFileSync(file, changed);
}
