// A Bot API on this machine: npm's telegram-test-api with what it lacks. Everything that must outlive a restart lies in
// one file, a JSON line each: updates that came in, those that were taken, webhooks, and the calls that were accepted.
//
// node stand_in.js PORT FILE
//   POST /update {token, update}          an update as Telegram would make it; sent to the webhook until it is taken
//   POST /control {refuse, only, retry_after, blocked, slow}
//        share of calls refused before delivery (with 429, 502 or a broken line), the chats this is for (then always 429),
//        the seconds of a 429, chats that blocked the bot, ms before each answer
//   GET  /journal?after=N                 the accepted calls
//   GET  /open                            how many updates are not taken yet, and how many calls were refused
'use strict';
const fs = require('fs');
const axios = require('axios');
const express = require('express');
const TelegramServer = require('telegram-test-api');

const [port, file] = [Number(process.argv[2]), process.argv[3]];
const CONNECTIONS = 40;
const RETRY_MS = 200;
const LONGEST_HOLD_MS = 3000;
// What the Bot API accepts as HTML: its tags, nothing unescaped.
const HTML = /^(?:[^<>&]|&(?:lt|gt|amp|quot|#\d+);|<(?:b|i|u|s|code|pre)>|<a href="[^"<>]*">|<\/(?:b|i|u|s|code|pre|a)>)*$/u;

class StandIn extends TelegramServer {
  constructor() {
    super({ port, host: '127.0.0.1', storeTimeout: 36000 });
    this.control = { refuse: 0, blocked: [], slow: 0, retry_after: 1, only: null };
    this.journal = [];
    this.queues = {};
    this.chance = 1;
    this.refused = 0;
    this.recall();
    this.webServer = this.inFront(this.webServer);
  }

  // --- what outlives a restart -------------------------------------------------------------------------------------
  recall() {
    const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
    for (const line of lines) {
      let entry;
      try { entry = JSON.parse(line); } catch (error) { continue; }
      this.apply(entry);
    }
  }

  keep(entry) {
    fs.appendFileSync(file, `${JSON.stringify(entry)}\n`);
    this.apply(entry);
  }

  apply(entry) {
    if (entry.update) this.queue(entry.token).set(entry.update.update_id, entry.update);
    if (entry.taken !== undefined) this.queue(entry.token).delete(entry.taken);
    if (entry.webhook !== undefined) {
      if (entry.webhook) this.webhooks[entry.token] = entry.webhook;
      else delete this.webhooks[entry.token];
    }
    if (entry.call) this.journal.push(entry.call);
  }

  queue(token) {
    if (!this.queues[token]) this.queues[token] = new Map();
    return this.queues[token];
  }

  // --- before telegram-test-api's own routes -----------------------------------------------------------------------
  inFront(inner) {
    const outer = express();
    outer.use(express.json({ limit: '4mb' }));
    outer.use(express.raw({ type: 'multipart/form-data', limit: '4mb' }));
    outer.post('/update', (req, res) => {
      this.keep({ token: req.body.token, update: req.body.update });
      res.json({ ok: true });
      this.deliver(req.body.token);
    });
    outer.post('/control', (req, res) => { Object.assign(this.control, req.body); res.json({ ok: true }); });
    outer.get('/journal', (req, res) => res.json(this.journal.slice(Number(req.query.after || 0))));
    outer.get('/open', (_req, res) => res.json({
      open: Object.values(this.queues).reduce((sum, queue) => sum + queue.size, 0), refused: this.refused, calls: this.journal.length,
    }));
    outer.all('/bot:token/:method', (req, res, next) => setTimeout(() => this.call(req, res, next), this.control.slow));
    outer.use(inner);
    return outer;
  }

  call(req, res, next) {
    const { token, method } = req.params;
    const body = Buffer.isBuffer(req.body) ? multipart(req.body, req.headers['content-type']) : req.body;
    const meant = !this.control.only || this.control.only.map(String).includes(String((body || {}).chat_id));
    if (meant && this.random() < this.control.refuse && method !== 'getUpdates') return this.refuse(req, res);
    const trouble = this.trouble(method, body);
    if (trouble) return res.status(trouble[0]).json({ ok: false, error_code: trouble[0], description: trouble[1] });
    if (method !== 'getUpdates') this.keep({ call: { method, parameters: body, at: Date.now() } });
    const own = {
      getWebhookInfo: () => ({ pending_update_count: this.queue(token).size, allowed_updates: undefined,
        ...this.webhooks[token], url: (this.webhooks[token] || {}).url || '', secret_token: undefined }),
      setWebhook: () => { this.keep({ token, webhook: body }); this.deliver(token); return true; },
      deleteWebhook: () => { this.keep({ token, webhook: null }); return true; },
      setMyCommands: () => true,
      sendChatAction: () => true,
      sendDocument: () => ({ message_id: this.messageId++, date: Math.floor(Date.now() / 1000) }),
    }[method];
    if (own) return res.json({ ok: true, result: own() });
    if (method === 'getUpdates') return this.hold(token, body, res);
    return next();
  }

  refuse(req, res) {
    this.refused += 1;
    const kind = this.control.only ? 2 : this.refused % 3;
    if (kind === 0) return req.socket.destroy();
    if (kind === 1) return res.status(502).send('Bad Gateway');
    const parameters = { retry_after: this.control.retry_after };
    return res.status(429).json({ ok: false, error_code: 429, description: 'Too Many Requests', parameters });
  }

  trouble(method, body) {
    if (method.startsWith('send') && this.control.blocked.map(String).includes(String(body.chat_id))) {
      return [403, 'Forbidden: bot was blocked by the user'];
    }
    if (method !== 'sendMessage') return null;
    const text = String(body.text || '');
    if (!text.trim()) return [400, 'Bad Request: message text is empty'];
    if (body.parse_mode === 'HTML' && !HTML.test(text)) return [400, "Bad Request: can't parse entities"];
    if (text.replace(/<[^>]*>/g, '').length > 4096) return [400, 'Bad Request: message is too long'];
    const rows = (body.reply_markup || {}).inline_keyboard || [];
    const long = rows.flat().some((button) => Buffer.byteLength(button.callback_data || '') > 64);
    return long ? [400, 'Bad Request: BUTTON_DATA_INVALID'] : null;
  }

  async hold(token, body, res) {
    const offset = Number((body || {}).offset || 0);
    for (const id of [...this.queue(token).keys()]) if (id < offset) this.keep({ token, taken: id });
    const until = Date.now() + Math.min(Number((body || {}).timeout || 0) * 1000, LONGEST_HOLD_MS);
    while (!this.queue(token).size && Date.now() < until) await new Promise((go) => setTimeout(go, 50));
    res.json({ ok: true, result: [...this.queue(token).values()].slice(0, 100) });
  }

  // telegram-test-api's seconds are thousandths.
  addBotMessage(message, token) {
    const added = super.addBotMessage(message, token);
    return { ...added, date: Math.floor(added.date / 1000) };
  }

  // What its own client says goes the same way as any update.
  async addUserUpdate(update) {
    this.keep({ token: update.botToken, update: TelegramServer.formatUpdate(update) });
    this.updateId += 1;
    this.deliver(update.botToken);
  }

  // --- to the webhook ----------------------------------------------------------------------------------------------
  async deliver(token) {
    this.busy = this.busy || new Set();
    for (const [id, update] of this.queue(token)) {
      if (!this.webhooks[token] || this.busy.size >= CONNECTIONS) return;
      // Like Telegram: what one visitor says is sent one after the other.
      const chat = chatOf(update);
      if (this.busy.has(chat)) continue;
      this.busy.add(chat);
      this.attempt(token, id, update).then(() => { this.busy.delete(chat); this.deliver(token); });
    }
  }

  async attempt(token, id, update) {
    const webhook = this.webhooks[token];
    const headers = webhook.secret_token ? { 'X-Telegram-Bot-Api-Secret-Token': webhook.secret_token } : {};
    try {
      const answer = await axios.post(webhook.url, update, { headers, validateStatus: () => true, timeout: 20000 });
      if (answer.status >= 200 && answer.status < 300) return this.keep({ token, taken: id });
    } catch (error) { /* tried again */ }
    return new Promise((go) => setTimeout(go, RETRY_MS));
  }

  // The same refusals in every run.
  random() {
    this.chance = (this.chance * 48271) % 2147483647;
    return this.chance / 2147483647;
  }
}

function chatOf(update) {
  const message = update.message || update.edited_message || (update.callback_query || {}).message || {};
  return String((message.chat || {}).id || `update ${update.update_id}`);
}

function multipart(body, type) {
  const found = {};
  for (const part of body.toString('utf8').split(`--${type.split('boundary=')[1]}`)) {
    const [head, ...rest] = part.split('\r\n\r\n');
    const name = /name="([^"]*)"/.exec(head);
    const filename = /filename="([^"]*)"/.exec(head);
    if (!name) continue;
    const content = rest.join('\r\n\r\n').replace(/\r\n$/, '');
    found[name[1]] = filename ? { name: filename[1], content } : content;
  }
  return found;
}

(async () => {
  const standIn = new StandIn();
  await standIn.start();
  for (const token of Object.keys(standIn.queues)) standIn.deliver(token);
  // Asked to end, it finishes the calls it has begun: what it accepted, its caller was told.
  process.on('SIGTERM', () => {
    standIn.server.close(() => process.exit(0));
    standIn.server.closeIdleConnections();
    setInterval(() => standIn.server.closeIdleConnections(), 20);
  });
  console.log('ready');
})();
