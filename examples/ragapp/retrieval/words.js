// What a text is made of for the search: lower-case words, without the ones that say nothing, brought to a common stem.

const SILENT = new Set(
  (
    'a about all also an and any are as at be because been but by can could did do does for from had has have ' +
    'he her him his how i if in into is it its ' +
    'may me my no nor not of on or our out shall she should so some such than that the their them then there ' +
    'these they this those to us was we were ' +
    'what when where whether which while who whom whose why will with would you your'
  ).split(' '),
);

// A few endings only: enough that "rabbits" finds "rabbit" and "governments" finds "government".
function stem(word) {
  return word
    .replace(/'s?$/, '')
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/ies$/, 'y')
    .replace(/([^s])s$/, '$1')
    .replace(/(\w{3})(ing|ed)$/, '$1');
}

/** The words of `text` that the search works with, in their order. */
export function wordsOf(text) {
  const words = text.toLowerCase().match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? [];
  return words
    .filter((word) => !SILENT.has(word))
    .map(stem)
    .filter((word) => word.length > 1);
}
