import { declareSame } from './same';

declareSame('mariadb');
