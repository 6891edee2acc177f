// Distances and areas on the WGS 84 ellipsoid, and China's shifted datum GCJ-02. Formulas as in zoneatlas.space.
(function (atlas) {
  "use strict";

  const A_M = 6378137;
  const F = 1 / 298.257223563;
  const B_M = A_M * (1 - F);
  const E2 = F * (2 - F);
  const E = Math.sqrt(E2);
  const { sin, cos, tan, atan, atan2, asin, atanh, sqrt, abs, hypot, PI } = Math;
  const radians = (degrees) => (degrees * PI) / 180;

  // Length of a degree of longitude and of latitude, in metres.
  atlas.metresPerDegree = (lat) => {
    const w2 = 1 - E2 * sin(radians(lat)) ** 2;
    const w = sqrt(w2);
    return [((PI / 180) * A_M * cos(radians(lat))) / w, ((PI / 180) * A_M * (1 - E2)) / (w2 * w)];
  };

  // Vincenty (1975): the arc on the auxiliary sphere; null between nearly antipodal positions.
  function arc(ua, ub, difference) {
    let turn = difference;
    for (let step = 0; step < 100; step++) {
      const sinSigma = hypot(cos(ub) * sin(turn), cos(ua) * sin(ub) - sin(ua) * cos(ub) * cos(turn));
      const cosSigma = sin(ua) * sin(ub) + cos(ua) * cos(ub) * cos(turn);
      if (sinSigma === 0) return cosSigma > 0 ? [0, 1, 1] : null;
      const sigma = atan2(sinSigma, cosSigma);
      const sinAlpha = (cos(ua) * cos(ub) * sin(turn)) / sinSigma;
      const cos2Alpha = 1 - sinAlpha ** 2;
      const cos2m = cos2Alpha ? cosSigma - (2 * sin(ua) * sin(ub)) / cos2Alpha : 0;
      const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
      const before = turn;
      turn = difference + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m ** 2 - 1)));
      if (abs(turn - before) < 1e-12) return [sigma, cos2Alpha, cos2m];
    }
    return null;
  }

  // Geodesic metres between two positions [lon, lat].
  atlas.distanceM = (a, b) => {
    if (a[0] === b[0] && a[1] === b[1]) return 0;
    const turn = radians(((((b[0] - a[0] + 180) % 360) + 360) % 360) - 180);
    const found = arc(atan((1 - F) * tan(radians(a[1]))), atan((1 - F) * tan(radians(b[1]))), turn);
    if (!found) return PI * B_M;
    const [sigma, cos2Alpha, cos2m] = found;
    const u2 = (cos2Alpha * (A_M ** 2 - B_M ** 2)) / B_M ** 2;
    const bigA = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
    const bigB = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
    const third = (bigB / 6) * cos2m * (4 * sin(sigma) ** 2 - 3) * (4 * cos2m ** 2 - 3);
    return B_M * bigA * (sigma - bigB * sin(sigma) * (cos2m + (bigB / 4) * (cos(sigma) * (2 * cos2m ** 2 - 1) - third)));
  };

  const q = (lat) => {
    const s = sin(radians(lat));
    return (1 - E2) * (s / (1 - E2 * s * s) + atanh(E * s) / E);
  };
  const Q_POLE = q(90);

  // Area of a ring of positions (closed or not) in square metres, its edges great circles on the authalic sphere.
  atlas.ringAreaM2 = (ring) => {
    const halves = ring.map(([, lat]) => tan(asin(q(lat) / Q_POLE) / 2));
    let total = 0;
    for (let i = 0; i < ring.length; i++) {
      const j = (i + 1) % ring.length;
      const turn = tan(radians(ring[j][0] - ring[i][0]) / 2);
      total += 2 * atan2(turn * (halves[i] + halves[j]), 1 + halves[i] * halves[j]);
    }
    return abs((total * A_M ** 2 * Q_POLE) / 2);
  };

  // --- GCJ-02, the datum of China's web maps ---
  const K_A = 6378245;
  const K_E2 = 0.006693421622965943;

  function shift(lon, lat) {
    const x = lon - 105;
    const y = lat - 35;
    const root = sqrt(abs(x));
    const wave = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
    const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
      + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
    const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
      + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
    const w2 = 1 - K_E2 * sin(radians(lat)) ** 2;
    return [(east / ((K_A / sqrt(w2)) * cos(radians(lat)))) * (180 / PI), (north / ((K_A * (1 - K_E2)) / (w2 * sqrt(w2)))) * (180 / PI)];
  }

  atlas.toGcj = ([lon, lat]) => {
    const [dLon, dLat] = shift(lon, lat);
    return [lon + dLon, lat + dLat];
  };

  atlas.fromGcj = ([lon, lat]) => {
    let at = [lon, lat];
    for (let step = 0; step < 40; step++) {
      const [dLon, dLat] = shift(at[0], at[1]);
      const next = [lon - dLon, lat - dLat];
      const moved = Math.max(abs(next[0] - at[0]), abs(next[1] - at[1]));
      at = next;
      if (moved < 1e-13) break;
    }
    return at;
  };

  // Web Mercator of shifted positions: everything in the page stays WGS 84 and yet lies on GCJ-02 tiles.
  const plain = L.Projection.SphericalMercator;
  const projection = {
    R: plain.R, MAX_LATITUDE: plain.MAX_LATITUDE, bounds: plain.bounds,
    project: (at) => {
      const [lon, lat] = atlas.toGcj([at.lng, at.lat]);
      return plain.project(L.latLng(lat, lon));
    },
    unproject: (point) => {
      const at = plain.unproject(point);
      const [lon, lat] = atlas.fromGcj([at.lng, at.lat]);
      return L.latLng(lat, lon);
    },
  };
  L.CRS.GCJ02 = L.extend({}, L.CRS.EPSG3857, { projection });
})((window.zoneatlas = window.zoneatlas || {}));
