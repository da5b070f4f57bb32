// SPDX-License-Identifier: GPL-3.0-or-later
// Map quality: how near a pinwheel density is to pi, the mean over the animals measured so far.
#pragma once

// The metric of Stevens, Law, Antolik & Bednar 2013 (J Neurosci 33:15747): G(density) / G(pi),
// where G is the density function of the Gamma distribution with shape 1.8 and mode pi. This is
// (d/pi)^0.8 exp(0.8 (1 - d/pi)): 1 at pi, 0 at 0, near 0 far above pi. NAN for NAN and below 0.
double map_quality(double density);

// Pinwheels per wavelength^2 of a random map (a circular complex Gaussian field): pi (1 +
// variation), where variation = Var(k) / <k>^2 of its power, and the wavelength is that of <k>
// (Wolf & Geisel 1998, Nature 395:73). It is pi for a thin ring.
double map_quality_random_density(double variation);
