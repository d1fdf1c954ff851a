// The bundle with the server of the Model Context Protocol, loaded when it is first needed.
import path from 'node:path';
import type * as Mcp from '../collector/mcp';
import { packageRoot } from './package-root';

/** Loads it from the built package. */
export const loadMcp = (): typeof Mcp => require(path.join(packageRoot(), 'dist', 'mcp.js')) as typeof Mcp;
