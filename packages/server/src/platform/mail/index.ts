export {
  createMailer,
  MailError,
  type Mailer,
  type MailMessage,
  type MailSetting,
} from './mailer.ts';
