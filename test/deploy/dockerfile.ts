import {
  type Copy,
  DockerfileParser,
  type Env,
  type From,
  type Instruction,
  type JSONInstruction,
} from 'dockerfile-ast';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import picomatch from 'picomatch';
import { root, runtimes, temporaryFolder } from '../support';

/** What a build leaves: files, and how its container is started. */
export interface Image {
  /** The folder that is `/` in the container. */
  rootfs: string;
  env: Record<string, string>;
  user: string;
  workdir: string;
  entrypoint: string[];
  cmd: string[];
}

const modulesOf = (folder: string) => (at: string) => symlinkSync(join(root, folder), join(at, 'node_modules'));

/**
 * What stands in for commands that download or take long: the results that this repository has already. By their stage
 * and text.
 */
const standIns: Record<string, (workdir: string) => void> = {
  'firstlight: npm ci': () => {},
  'firstlight: npm run build': (at) => {
    for (const made of ['register.js', 'dist'])
      cpSync(join(root, made), join(at, made), {
        recursive: true,
        filter: (file) => !file.endsWith(`${join('dist', 'cache')}`),
      });
  },
  'app: npm ci --omit=dev': modulesOf('node_modules'),
};

/** Base images, as far as the builds need them: where their Node.js is, and what they start. */
function baseImage(name: string): Image {
  const image: Image = {
    rootfs: temporaryFolder(),
    env: {},
    user: name.endsWith(':nonroot') ? '65532' : '0',
    workdir: '/',
    entrypoint: [],
    cmd: [],
  };
  const major = Number(/node(?:js|:)(\d+)/.exec(name)?.[1]);
  const binary = runtimes().find((runtime) => runtime.major === major)?.binary ?? process.execPath;
  if (name.startsWith('gcr.io/distroless/'))
    return { ...image, entrypoint: ['/nodejs/bin/node'], rootfs: withLink(image.rootfs, '/nodejs/bin/node', binary) };
  return name.startsWith('node:') ? { ...image, rootfs: withLink(image.rootfs, '/usr/local/bin/node', binary) } : image;
}

/**
 * Replays a Dockerfile with the repository as its context; returns the image of its last stage. Throws at any
 * instruction it does not know.
 */
export function replay(file: string): Image {
  const context = contextOf(file);
  const stages = new Map<string, Image>();
  const values: Record<string, string> = {};
  let [stage, name] = [baseImage('scratch'), ''];
  for (const instruction of DockerfileParser.parse(readFileSync(join(root, file), 'utf8')).getInstructions()) {
    const words = instruction.getArguments().map((word) => expand(word.getValue(), values));
    const keyword = instruction.getKeyword();
    if (keyword === 'ARG') for (const [key, value] of words.map((word) => word.split('='))) values[key!] = value!;
    else if (keyword === 'FROM') {
      name = (instruction as From).getBuildStage() ?? '';
      stage = baseImage(words[0]!);
      stages.set(name, stage);
    } else if (keyword === 'COPY') copy(instruction as Copy, words, stage, context, stages);
    else if (keyword === 'RUN') run(instruction as JSONInstruction, words, stage, name);
    else if (keyword === 'WORKDIR') mkdirSync(join(stage.rootfs, (stage.workdir = words[0]!)), { recursive: true });
    else if (keyword === 'ENV')
      for (const property of (instruction as Env).getProperties()) stage.env[property.getName()] = property.getValue()!;
    else if (keyword === 'USER') stage.user = words[0]!;
    else if (keyword === 'CMD') stage.cmd = strings(instruction);
    else if (keyword !== 'EXPOSE') throw new Error(`${file}: ${keyword} is not replayed`);
  }
  return stage;
}

const strings = (instruction: Instruction): string[] =>
  (instruction as JSONInstruction).getJSONStrings().map((each) => JSON.parse(each.getValue()) as string);
const expand = (word: string, values: Record<string, string>): string =>
  word.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

function copy(instruction: Copy, words: string[], stage: Image, context: string, stages: Map<string, Image>): void {
  const from = instruction
    .getFlags()
    .find((flag) => flag.getName() === 'from')
    ?.getValue();
  const source = from ? (stages.get(from) ?? baseImage(from)).rootfs : context;
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.pop()!;
  const into = join(stage.rootfs, target.startsWith('/') ? target : join(stage.workdir, target));
  for (const path of paths) {
    const file = join(source, path);
    const isFolder = statSync(file).isDirectory();
    // A folder's content is copied, a file by its name where the target is a folder.
    cpSync(file, !isFolder && /[/.]$/.test(target) ? join(into, basename(file)) : into, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

/** Commands in JSON form are run, with the files of the stage and nothing of this environment. */
function run(instruction: JSONInstruction, words: string[], stage: Image, name: string): void {
  if (instruction.getJSONStrings().length === 0) {
    const standIn = standIns[`${name}: ${words.join(' ')}`];
    if (!standIn) throw new Error(`RUN ${words.join(' ')}: say what stands in for it`);
    return standIn(join(stage.rootfs, stage.workdir));
  }
  const [command, ...args] = strings(instruction).map((word) =>
    word.startsWith('/') ? join(stage.rootfs, word) : word,
  );
  execFileSync(command!.includes('/') ? command! : join(stage.rootfs, 'usr/local/bin', command!), args, {
    env: stage.env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function withLink(rootfs: string, path: string, file: string): string {
  mkdirSync(join(rootfs, dirname(path)), { recursive: true });
  symlinkSync(file, join(rootfs, path));
  return rootfs;
}

/** The repository without what the ignore file of the Dockerfile leaves out. */
function contextOf(file: string): string {
  const patterns = readFileSync(join(root, `${file}.dockerignore`), 'utf8')
    .trim()
    .split('\n');
  const ignored = picomatch(patterns, { dot: true });
  const folder = temporaryFolder();
  for (const entry of readdirSync(root)) {
    cpSync(join(root, entry), join(folder, entry), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !ignored(relative(root, path)),
    });
  }
  return folder;
}
