// What the TypeScript of a controller and a module compiles to; a project has decorators here, and `nest build` in
// between.
require('reflect-metadata');
const { Controller, Get, Logger, Module, Param } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

class UsersController {
  constructor() {
    this.logger = new Logger('users');
  }

  find(id) {
    console.log('looking up', id);
    return { id };
  }
}
Controller('users')(UsersController);
Get(':id')(UsersController.prototype, 'find', Object.getOwnPropertyDescriptor(UsersController.prototype, 'find'));
Param('id')(UsersController.prototype, 'find', 0);

class AppModule {}
Module({ controllers: [UsersController] })(AppModule);

NestFactory.create(AppModule, { logger: ['error', 'warn'] }).then(async (app) => {
  await app.listen(process.env.PORT ?? 3000);
  console.log(`listening on ${app.getHttpServer().address().port}`);
});
