export {
  createMailer,
  MailError,
  type Mailer,
  type MailMessage,
  type MailSetting,
  NO_MAIL,
} from './mailer.ts';
