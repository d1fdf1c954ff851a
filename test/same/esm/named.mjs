export const name = 'real';
export const greeting = 'hello';
