function renderAsk() {}
